import { describe, expect, it, vi } from 'vitest';
import { createPrompts, PromptError, type PromptHook } from './node/index.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

function serve(
  hooks: PromptHook[],
  provider = new ScriptedProvider('one'),
  otherPrompts: Record<string, string> = { other: 'other' },
) {
  return createPrompts({
    systemPrompts: { it: { provider: 'scripted', config: {}, metadata: { team: 'a' } }, ...otherPrompts },
    providers: [provider],
    hooks,
  });
}

describe('before', () => {
  it('can redirect a read by its context', async () => {
    const prompts = await serve([
      { name: 'variants', before: (request) => (request.context?.variant ? { ...request, name: 'other' } : undefined) },
    ]);
    expect((await prompts.get('it')).name).toBe('it');
    expect((await prompts.get('it', { context: { variant: true } })).name).toBe('other');
    expect(prompts.peek('it', { context: { variant: true } })?.name).toBe('other');
    expect(await prompts.render('it', {}, { context: { variant: true } })).toBe('other');
    await prompts.close();
  });

  it('can reject a read, including `peek`, even if the prompt is in memory', async () => {
    const rejection = new PromptError('FORBIDDEN', 'not yours');
    const prompts = await serve([
      {
        name: 'access',
        before: ({ context }) => {
          if (context?.role !== 'admin') throw rejection;
        },
      },
    ]);
    await settled();
    await expect(prompts.get('it')).rejects.toBe(rejection);
    expect(() => prompts.peek('it')).toThrow(rejection);
    expect((await prompts.get('it', { context: { role: 'admin' } })).content).toBe('one');
    await prompts.close();
  });

  it('makes `peek` return undefined if it returns a promise, instead of being skipped', async () => {
    const prompts = await serve([{ name: 'slow', before: async () => Promise.reject(new Error('no')) }]);
    await settled();
    expect(prompts.peek('it')).toBeUndefined();
    await expect(prompts.get('it')).rejects.toThrow('no');
    await prompts.close();
  });
});

describe('loaded', () => {
  it('can change a template before it is served, in the order of the hooks', async () => {
    const add = (text: string): PromptHook => ({
      name: text,
      loaded: (template, { metadata }) => ({ ...template, content: `${template.content} ${text} ${metadata.team}` }),
    });
    const prompts = await serve([add('first'), add('second')]);
    const prompt = await prompts.get('it');
    expect(prompt.content).toBe('one first a second a');
    await prompts.close();
  });

  it('can reject a template: the last good one stays, and an event says why', async () => {
    const provider = new ScriptedProvider('good');
    const check: PromptHook = {
      name: 'check',
      loaded: async (template) => {
        if (template.content === 'bad') throw new PromptError('CONTENT_INVALID', 'bad words');
        return template;
      },
    };
    const prompts = await serve([check], provider);
    expect((await prompts.get('it')).content).toBe('good');
    const errors: string[] = [];
    prompts.on('error', ({ error }) => errors.push(error.message));
    provider.answer = 'bad';
    expect((await prompts.refresh('it')).failed).toMatchObject([{ name: 'it', error: { code: 'CONTENT_INVALID' } }]);
    // The source holds another text by now.
    expect(prompts.peek('it')).toMatchObject({ content: 'good', state: 'stale' });
    expect(errors).toEqual([expect.stringContaining('bad words')]);
    provider.answer = 'better';
    expect((await prompts.refresh('it')).changed).toEqual(['it']);
    await prompts.close();
  });
});

describe('served, changed, failed', () => {
  it('are called afterwards, and only log a warning if they throw', async () => {
    const calls: string[] = [];
    const provider = new ScriptedProvider('one');
    const hook: PromptHook = {
      name: 'audit',
      served: ({ name, version }, { context }) => {
        calls.push(`served ${name} ${version.length} ${context?.user}`);
        throw new Error('full disk');
      },
      changed: ({ name, previous }) => {
        calls.push(`changed ${name} from ${previous?.content}`);
        throw new Error('full disk');
      },
      failed: async ({ error }) => {
        calls.push(`failed ${error.code}`);
        throw new Error('full disk');
      },
    };
    const warn = vi.fn();
    const prompts = await createPrompts({
      systemPrompts: { it: { provider: 'scripted', config: {} } },
      providers: [provider],
      hooks: [hook],
      logger: { debug() {}, info() {}, warn, error() {} },
    });
    await prompts.get('it', { context: { user: 'ada' } });
    expect(prompts.peek('it', { context: { user: 'bob' } })?.content).toBe('one');
    provider.answer = new Error('down');
    await prompts.refresh('it');
    await settled();
    expect(calls).toEqual(['changed it from undefined', 'served it 64 ada', 'served it 64 bob', 'failed UNAVAILABLE']);
    expect(warn).toHaveBeenCalledTimes(4);
    await prompts.close();
  });

  it('keep reads on the hot path if no hook takes part in them', async () => {
    const prompts = await serve([{ name: 'only changes', changed: () => {} }]);
    const prompt = await prompts.get('it');
    expect(prompts.get('it')).toBe(prompts.get('it'));
    expect(prompts.peek('it')).toBe(prompt);
    await prompts.close();
  });
});

describe('a faulty loaded hook', () => {
  const createChecker = (loaded: PromptHook['loaded']): PromptHook => ({ name: 'checker', ...(loaded && { loaded }) });

  it('is named in the error', async () => {
    const prompts = await serve([
      createChecker(() => {
        throw new Error('contains a forbidden word');
      }),
    ]);
    await expect(prompts.get('it')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: "Prompt 'it' (scripted): hook 'checker': contains a forbidden word",
    });
    await prompts.close();
  });

  it('fails the load with TIMEOUT if it never settles', async () => {
    const clock = fakeClock();
    const prompts = await createPrompts({
      systemPrompts: { it: { provider: 'scripted', config: {} } },
      providers: [new ScriptedProvider('one')],
      hooks: [createChecker(() => new Promise(() => {}))],
      clock,
    });
    const refreshing = prompts.refresh('it');
    await clock.advance(30_000);
    await clock.advance(30_000);
    expect((await refreshing).failed).toMatchObject([{ name: 'it', error: { code: 'TIMEOUT' } }]);
    await prompts.close();
  });

  it('is abandoned when the app closes', async () => {
    const prompts = await serve([createChecker(() => new Promise(() => {}))], new ScriptedProvider('one'), {});
    const read = expect(prompts.get('it')).rejects.toMatchObject({ code: 'CLOSED' });
    await settled();
    await prompts.close();
    await read;
  });
});

it('passes only the fields of a template to a loaded hook', async () => {
  const seen: string[][] = [];
  const recorder: PromptHook = {
    name: 'recorder',
    loaded(template) {
      seen.push(Object.keys(template));
      return template;
    },
  };
  const prompts = await serve([recorder]);
  await prompts.get('it');
  expect(seen[0]?.toSorted()).toEqual(['content', 'metadata', 'uri', 'version']);
  await prompts.close();
});

it('uses the hash of the changed text as version if the source has none', async () => {
  const prompts = await serve([{ name: 'more', loaded: (template) => ({ ...template, content: 'changed' }) }]);
  const prompt = await prompts.get('it');
  expect(prompt.content).toBe('changed');
  expect(prompt.version).toBe(prompt.hash);
  await prompts.close();
});

it('passes the limits of an entry, and the logger of the app, to a loaded hook', async () => {
  const warn = vi.fn();
  const logger = { debug() {}, info() {}, warn, error() {} };
  let seen: unknown;
  const recorder: PromptHook = {
    name: 'recorder',
    loaded(template, { logger: given, ...entry }) {
      given.warn('from the hook');
      seen = entry;
      return template;
    },
  };
  const it = { content: 'one', strict: true, cache: { maxBytes: 10 } };
  await using _prompts = await createPrompts({ systemPrompts: { it }, hooks: [recorder], logger });
  expect(seen).toEqual({
    name: 'it',
    provider: 'content',
    syntax: 'mustache',
    metadata: {},
    strict: true,
    maxBytes: 10,
  });
  expect(warn).toHaveBeenCalledExactlyOnceWith('from the hook');
});
