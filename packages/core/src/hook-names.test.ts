import { describe, expect, it } from 'vitest';
import { type HookApp, PromptError, type PromptHook, type PromptRequest } from './index.ts';
import { createPrompts } from './node/index.ts';
import { LibraryProvider } from './test-support/library-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

const systemPrompts = { support: 'You help.', 'support-friendly': 'You help, gladly.', greeting: 'Hello.' };

describe('a hook with names', () => {
  it.each([
    ['a list', ['support']],
    ['a function', (name: string) => name === 'support'],
  ] as const)('takes part in reads, texts and events of these names only: %s', async (_, names) => {
    const seen: string[] = [];
    const hook: PromptHook = {
      name: 'selective',
      names,
      before: ({ name }) => void seen.push(`before ${name}`),
      loaded(template, { name }) {
        seen.push(`loaded ${name}`);
        return template;
      },
      served: ({ name }) => void seen.push(`served ${name}`),
      changed: ({ name }) => void seen.push(`changed ${name}`),
    };
    await using prompts = await createPrompts({ systemPrompts, hooks: [hook] });
    await prompts.get('greeting');
    await prompts.get('support');
    prompts.peek('greeting');
    await settled();
    expect(seen.toSorted()).toEqual(['before support', 'changed support', 'loaded support', 'served support']);
  });
});

describe('a redirect', () => {
  const redirectTo = (request: Omit<PromptRequest, 'context'>): PromptHook => ({
    name: 'variants',
    names: ['support'],
    before: ({ name: _, ...rest }) => ({ ...rest, ...request }),
  });

  it('with otherwise reads that name if the target has no text in time', async () => {
    const library = new LibraryProvider();
    library.down = new PromptError('UNAVAILABLE', 'down');
    await using prompts = await createPrompts({
      systemPrompts: { ...systemPrompts, variant: { provider: 'library', config: { id: 'a' } } },
      providers: [library],
      hooks: [redirectTo({ name: 'variant', otherwise: 'support' })],
      logger: false,
    });
    expect((await prompts.get('support')).name).toBe('support');
    expect(prompts.peek('support')?.name).toBe('support');
    library.down = undefined;
    library.texts.set('a', 'the variant');
    await prompts.refresh('variant');
    expect((await prompts.get('support')).name).toBe('variant');
  });

  it('without otherwise fails as a read of the target does', async () => {
    await using prompts = await createPrompts({ systemPrompts, hooks: [redirectTo({ name: 'nope' })] });
    await expect(prompts.get('support')).rejects.toMatchObject({ code: 'PROMPT_UNKNOWN' });
  });
});

describe('takeReads', () => {
  it('counts from when a hook takes it from the app: otherwise, every Prompt that was read would stay in memory', async () => {
    let app: HookApp | undefined;
    const starting: PromptHook = {
      name: 'starting',
      started(given) {
        app = given;
      },
    };
    await using prompts = await createPrompts({ systemPrompts: { text: 'text' }, hooks: [starting] });
    prompts.peek('text');
    await prompts.render('text');
    const takeReads = app?.takeReads;
    expect(takeReads?.()).toEqual([]);
    prompts.peek('text');
    expect(takeReads?.()).toMatchObject([{ reads: 1 }]);
  });

  it('counts reads per Prompt object, by get and peek, fresh and stale, before and after a change', async () => {
    let app: HookApp | undefined;
    const clock = fakeClock();
    const library = new LibraryProvider({ a: 'one' });
    const usage: PromptHook = {
      name: 'usage',
      started(given) {
        app = given;
      },
    };
    await using prompts = await createPrompts({
      systemPrompts: { it: { provider: 'library', config: { id: 'a' }, required: true }, text: 'text' },
      providers: [library],
      hooks: [usage],
      clock,
    });
    const take = () => app?.takeReads().map(({ prompt, reads }) => [prompt.content, prompt.state, reads]);
    expect(app?.names).toEqual(['it', 'text']);
    expect(take()).toEqual([]);
    for (let read = 0; read < 3; read += 1) {
      prompts.peek('it');
      await prompts.get('it');
    }
    await prompts.render('text');
    library.texts.set('a', 'two');
    await prompts.refresh('it');
    prompts.peek('it');
    expect(take()).toEqual([
      ['one', 'fresh', 6],
      ['two', 'fresh', 1],
      ['text', 'fresh', 1],
    ]);
    expect(take()).toEqual([]);
    library.down = new PromptError('UNAVAILABLE', 'down');
    await clock.advance(400_000);
    prompts.peek('it');
    await prompts.get('it');
    expect(take()).toEqual([['two', 'stale', 2]]);
  });
});

it('createPrompts rejects with what started throws, and closes', async () => {
  const library = new LibraryProvider();
  const started = () => {
    throw new PromptError('CONFIG_INVALID', 'an experiment names an unknown prompt');
  };
  const creating = createPrompts({
    systemPrompts: { it: { provider: 'library', config: {} } },
    providers: [library],
    hooks: [{ name: 'experiments', started }],
  });
  await expect(creating).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('experiment'),
  });
  expect(library.takeCalls()).toEqual(['close']);
});
