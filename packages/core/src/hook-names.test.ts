import { describe, expect, it } from 'vitest';
import { type HookApp, PromptError, type PromptHook, type PromptRequest } from './index.ts';
import { createPrompts } from './node/index.ts';
import { LibraryProvider } from './test-support/library-provider.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
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
  it('counts the last few versions of a prompt until it is called: they would all stay in memory', async () => {
    const apps: HookApp[] = [];
    const provider = new ScriptedProvider('text 0');
    await using prompts = await createPrompts({
      systemPrompts: { it: { provider: 'scripted', config: {} } },
      providers: [provider],
      hooks: [{ name: 'starting', started: (app) => void apps.push(app) }],
    });
    const readVersions = async (count: number) => {
      for (let version = 0; version < count; version += 1) {
        provider.answer = `text ${crypto.randomUUID()}`;
        await prompts.refresh();
        prompts.peek('it');
      }
    };
    await readVersions(20);
    expect(apps[0]?.takeReads()).toHaveLength(4);
    await readVersions(20);
    expect(apps[0]?.takeReads()).toHaveLength(20);
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

it('takeReads returns the reads of a member of a collection that was removed meanwhile', async () => {
  const apps: HookApp[] = [];
  let listed = ['a', 'b'];
  const provider = {
    name: 'shelf',
    load: async ({ id }: { id: string }) => ({ content: `text of ${id}` }),
    list: async () => listed.map((id) => ({ name: id, config: { id } })),
  };
  const clock = fakeClock();
  await using prompts = await createPrompts({
    systemPrompts: { 'shelf/*': { provider: 'shelf', config: {}, required: true } },
    providers: [provider],
    hooks: [{ name: 'starting', started: (app) => void apps.push(app) }],
    logger: false,
    clock,
  });
  await prompts.get('shelf/a');
  apps[0]?.takeReads();
  await prompts.get('shelf/a');
  listed = ['b'];
  await prompts.refresh();
  await clock.advance(2 * 86_400_000);
  await prompts.refresh();
  expect(prompts.list().map(({ name }) => name)).toEqual(['shelf/b']);
  expect(apps[0]?.takeReads().map(({ prompt, reads }) => [prompt.name, reads])).toEqual([['shelf/a', 1]]);
});
