import { expect, it } from 'vitest';
import { PromptError } from './errors/prompt-error.ts';
import { createPrompts } from './node/index.ts';
import { LibraryProvider } from './test-support/library-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

async function serve(texts: Record<string, string>, entry: object = {}) {
  const provider = new LibraryProvider(texts);
  const clock = fakeClock();
  const prompts = await createPrompts({
    systemPrompts: { 'reviews/*': { provider: 'library', config: { folder: 'reviews' }, ...entry } },
    providers: [provider],
    cache: { ttl: 60 },
    clock,
  });
  const seen: string[] = [];
  for (const event of ['change', 'error', 'stale', 'recovered'] as const) {
    prompts.on(event, ({ name }) => seen.push(`${event} ${name}`));
  }
  return { provider, prompts, clock, seen };
}

it('loads every prompt that the source of a collection lists', async () => {
  const { prompts, provider } = await serve({ python: 'Py', rust: 'Rs' });
  expect((await prompts.get('reviews/python')).content).toBe('Py');
  await settled();
  expect(prompts.list().map(({ name, state }) => `${name} ${state}`)).toEqual([
    'reviews/python fresh',
    'reviews/rust fresh',
  ]);
  expect(provider.calls).toEqual(['list', 'loadMany 2']);
  await prompts.close();
});

it('serves a member of whose name nothing is left', async () => {
  const { prompts } = await serve({ '???': 'text' });
  await prompts.refresh();
  const [member] = prompts.list();
  expect(member?.name).toMatch(/^reviews\/[\da-f]{8}$/);
  expect((await prompts.get(member?.name ?? '')).content).toBe('text');
  await prompts.close();
});

it('delays only the readers of a member that hangs', async () => {
  const provider = {
    name: 'slow',
    list: async () => ['quick', 'slow'].map((name) => ({ name, config: { name } })),
    load: ({ name }: { name?: string }) =>
      name === 'slow' ? new Promise<never>(() => {}) : Promise.resolve({ content: 'Q' }),
  };
  const clock = fakeClock();
  const prompts = await createPrompts({
    systemPrompts: { 'c/*': { provider: 'slow', config: {} } },
    providers: [provider],
    cache: { timeout: 5 },
    clock,
  });
  expect((await prompts.get('c/quick')).content).toBe('Q');
  const slow = expect(prompts.get('c/slow')).rejects.toMatchObject({ code: 'TIMEOUT', prompt: 'c/slow' });
  await clock.advance(5000);
  await slow;
  await prompts.close();
});

it('loads no member twice if a refresh begins while the collection is listed for the first time', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `m${index}`);
  const listed = Promise.withResolvers<void>();
  const isLoaded = Promise.withResolvers<void>();
  const calls = { lists: 0, loads: 0 };
  const provider = {
    name: 'slow',
    async list() {
      calls.lists += 1;
      await listed.promise;
      if (calls.lists === 2) setImmediate(isLoaded.resolve);
      return names.map((name) => ({ name, config: { name }, version: '1' }));
    },
    async load({ name }: { name?: string }) {
      calls.loads += 1;
      await isLoaded.promise;
      return { content: `Text of ${name}` };
    },
  };
  const prompts = await createPrompts({
    systemPrompts: { 'c/*': { provider: 'slow', config: {} } },
    providers: [provider],
    logger: false,
  });
  const refreshing = prompts.refresh();
  listed.resolve();
  expect((await refreshing).changed).toHaveLength(100);
  expect(calls).toEqual({ lists: 2, loads: 100 });
  await prompts.close();
});

it('gives a member the text that is just being loaded for a single entry with the same source', async () => {
  const arriving = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const provider = {
    name: 'shared',
    load: async () => ({ content: 'S' }),
    // By then the text is loaded for the single entry, and a hook delays it.
    async list() {
      await arriving.promise;
      return [{ name: 'member', config: { id: 'same' } }];
    },
  };
  const loaded = ({ content }: { content: string }) => {
    arriving.resolve();
    return release.promise.then(() => ({ content }));
  };
  const prompts = await createPrompts({
    systemPrompts: {
      single: { provider: 'shared', config: { id: 'same' } },
      'c/*': { provider: 'shared', config: {} },
    },
    providers: [provider],
    hooks: [{ name: 'slow', loaded }],
  });
  const read = prompts.get('c/member');
  await settled();
  release.resolve();
  expect((await read).content).toBe('S');
  await prompts.close();
});

it('loads the members that were added or changed, and no others', async () => {
  const { prompts, provider, clock, seen } = await serve({ python: 'Py', rust: 'Rs', go: 'Go' });
  await settled();
  provider.takeCalls();
  seen.length = 0;
  provider.texts.set('rust', 'Rs 2').set('zig', 'Zg');
  await clock.advance(60_000);
  expect(prompts.peek('reviews/python')?.state).toBe('stale');
  await settled();
  expect(provider.takeCalls()).toEqual(['list', 'loadMany 2']);
  expect(prompts.peek('reviews/zig')).toMatchObject({ content: 'Zg', state: 'fresh' });
  expect(prompts.peek('reviews/rust')).toMatchObject({ content: 'Rs 2', state: 'fresh' });
  expect(prompts.peek('reviews/go')?.state).toBe('fresh');
  expect(seen.sort()).toEqual(['change reviews/rust', 'change reviews/zig']);
  await prompts.close();
});

it('compares members by the versions in the listing, without calling changedSince', async () => {
  const { prompts, provider } = await serve({ python: 'Py', rust: 'Rs', go: 'Go' });
  await prompts.get('reviews/go');
  provider.takeCalls();
  for (const id of ['python', 'rust', 'go']) provider.texts.set(id, `${id} 2`);
  expect((await prompts.refresh('reviews/*')).changed).toHaveLength(3);
  expect(provider.takeCalls()).toEqual(['list', 'loadMany 3']);
  await prompts.close();
});

it('serves a removed member as stale, reports it once, and recovers when it is listed again', async () => {
  const { prompts, provider, clock, seen } = await serve({ python: 'Py', rust: 'Rs' });
  await settled();
  seen.length = 0;
  provider.texts.delete('rust');
  for (let round = 0; round < 3; round += 1) {
    await clock.advance(60_000);
    prompts.peek('reviews/python');
    await settled();
  }
  expect(seen).toEqual(['error reviews/rust', 'stale reviews/rust']);
  expect(await prompts.get('reviews/rust')).toMatchObject({ content: 'Rs', state: 'stale' });
  provider.texts.set('rust', 'Rs');
  await prompts.refresh('reviews/*');
  expect(prompts.peek('reviews/rust')?.state).toBe('fresh');
  expect(seen.at(-1)).toBe('recovered reviews/rust');
  await prompts.close();
});

it('throws NOT_FOUND for an unknown member, and PROMPT_UNKNOWN for a name outside the collection', async () => {
  const { prompts } = await serve({ python: 'Py' });
  await expect(prompts.get('reviews/pyton')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining("'reviews/python'"),
  });
  await expect(prompts.refresh('reviews/pyton')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const outside: string = 'review';
  await expect(prompts.get(outside)).rejects.toMatchObject({ code: 'PROMPT_UNKNOWN' });
  await prompts.close();
});

it('makes member names safe, and appends a hash to those that would be equal', async () => {
  const { prompts, seen } = await serve({ 'Code Review': 'one', 'Code  Review!': 'two', 'Crème/brûlée': 'three' });
  await settled();
  expect(prompts.list().map(({ name }) => name)).toEqual([
    expect.stringMatching(/^reviews\/Code-Review-[0-9a-f]{8}$/),
    expect.stringMatching(/^reviews\/Code-Review-[0-9a-f]{8}$/),
    'reviews/Crème/brûlée',
  ]);
  expect(seen.filter((event) => event.startsWith('error'))).toEqual(['error reviews/*']);
  await expect(prompts.get('reviews/Code-Review')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await prompts.close();
});

it('serves the fallback for any member while the listing fails', async () => {
  const provider = new LibraryProvider();
  provider.down = new PromptError('UNAVAILABLE', 'down');
  const prompts = await createPrompts({
    systemPrompts: { 'reviews/*': { provider: 'library', config: {}, fallback: 'Review.' } },
    providers: [provider],
  });
  expect(await prompts.get('reviews/python')).toMatchObject({ state: 'fallback', content: 'Review.' });
  expect(prompts.list()).toMatchObject([{ name: 'reviews/*', state: 'failed' }]);
  await prompts.close();
});

it('serves members as stale while the source is down', async () => {
  const { prompts, provider, clock, seen } = await serve({ python: 'Py' });
  await settled();
  seen.length = 0;
  provider.down = new PromptError('UNAVAILABLE', 'down');
  await clock.advance(60_000);
  prompts.peek('reviews/python');
  await settled();
  expect(await prompts.get('reviews/python')).toMatchObject({ content: 'Py', state: 'stale' });
  expect(seen).toEqual(['error reviews/*', 'error reviews/python', 'stale reviews/python']);
  expect(await prompts.refresh()).toMatchObject({ failed: [{ name: 'reviews/*' }, { name: 'reviews/python' }] });
  await prompts.close();
});

it('rejects if the listing of a required collection fails', async () => {
  const provider = new LibraryProvider();
  provider.down = new PromptError('FORBIDDEN', 'no');
  const creating = createPrompts({
    systemPrompts: { 'reviews/*': { provider: 'library', config: {}, required: true } },
    providers: [provider],
  });
  await expect(creating).rejects.toMatchObject({ code: 'FORBIDDEN', prompt: 'reviews/*' });
});

it('rejects a collection whose provider can’t list', async () => {
  const creating = createPrompts({
    systemPrompts: { 'all/*': { provider: 'plain', config: {} } },
    providers: [{ name: 'plain', load: async () => ({ content: 'x' }) }],
  });
  await expect(creating).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('collections'),
  });
});

/** Serves a collection whose items have ids: a title may move from one item to another. */
async function serveItems(items: Map<string, { name: string; text: string }>, cache: object = {}) {
  const clock = fakeClock();
  const prompts = await createPrompts({
    systemPrompts: { 'all/*': { provider: 'wiki', config: {} } },
    providers: [
      {
        name: 'wiki',
        async load({ id }: { id: string }) {
          const item = items.get(id);
          if (item === undefined) throw new PromptError('NOT_FOUND', `there is no item ${id}`);
          return { content: item.text };
        },
        list: async () => Array.from(items, ([id, { name }]) => ({ name, config: { id } })),
      },
    ],
    cache,
    clock,
  });
  await settled();
  const seen: string[] = [];
  for (const event of ['change', 'error', 'stale', 'recovered'] as const) {
    prompts.on(event, ({ name }) => seen.push(`${event} ${name}`));
  }
  return { prompts, clock, seen };
}

it('gives the name of a removed item to a new one with the same title', async () => {
  const items = new Map([['1', { name: 'a', text: 'first' }]]);
  const { prompts, seen } = await serveItems(items);
  for (let id = 2; id < 30; id += 1) {
    items.clear();
    items.set(String(id), { name: 'a', text: `text ${id}` });
    expect(await prompts.refresh()).toEqual({ changed: ['all/a'], unchanged: [], failed: [] });
    expect(await prompts.get('all/a')).toMatchObject({ content: `text ${id}`, state: 'fresh' });
  }
  expect(prompts.list().map(({ name }) => name)).toEqual(['all/a']);
  expect(new Set(seen)).toEqual(new Set(['change all/a']));
  await prompts.close();
});

it('gives the name of an item whose title changes to another that takes the title', async () => {
  const items = new Map([['1', { name: 'a', text: 'first' }]]);
  const { prompts } = await serveItems(items);
  items.set('1', { name: 'b', text: 'first' });
  items.set('2', { name: 'a', text: 'second' });
  await prompts.refresh();
  expect(prompts.peek('all/a')).toMatchObject({ content: 'second', state: 'fresh' });
  expect(prompts.peek('all/b')).toMatchObject({ content: 'first', state: 'fresh' });
  await prompts.close();
});

it('forgets a removed item after staleIfError', async () => {
  const items = new Map([
    ['1', { name: 'a', text: 'first' }],
    ['2', { name: 'b', text: 'second' }],
  ]);
  const { prompts, clock } = await serveItems(items, { ttl: 60, staleIfError: 600 });
  items.delete('1');
  await prompts.refresh();
  expect(prompts.peek('all/a')).toMatchObject({ content: 'first', state: 'stale' });
  await clock.advance(600_000);
  await prompts.refresh();
  expect(prompts.list().map(({ name }) => name)).toEqual(['all/b']);
  await expect(prompts.get('all/a')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  items.set('1', { name: 'a', text: 'back' });
  await prompts.refresh();
  expect(prompts.peek('all/a')).toMatchObject({ content: 'back', state: 'fresh' });
  await prompts.close();
});
