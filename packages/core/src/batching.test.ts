import { expect, it } from 'vitest';
import { createPrompts } from './node/index.ts';
import { LibraryProvider } from './test-support/library-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

function createLibrary(count: number, entry: object = {}) {
  const ids = Array.from({ length: count }, (_, index) => `p${index}`);
  const provider = new LibraryProvider(Object.fromEntries(ids.map((id) => [id, `text of ${id}`])));
  const toEntry = (id: string) => ({ provider: 'library' as const, config: { id }, ...entry });
  return { ids, provider, systemPrompts: Object.fromEntries(ids.map((id) => [id, toEntry(id)])) };
}

async function serve(count: number, entry: object = {}) {
  const { ids, provider, systemPrompts } = createLibrary(count, entry);
  const clock = fakeClock();
  const prompts = await createPrompts({
    systemPrompts,
    providers: [provider],
    cache: { ttl: 60 },
    clock,
  });
  await settled();
  return { provider, prompts, clock, ids };
}

it('loads a thousand prompts with one call', async () => {
  await using served = await serve(1000).then(({ prompts, ...rest }) => Object.assign(prompts, rest));
  expect(served.provider.calls).toEqual(['loadMany 1000']);
  expect((await served.get('p999')).content).toBe('text of p999');
});

it('loads a batch that is larger than the provider can load in time one by one', async () => {
  const { provider, systemPrompts } = createLibrary(30);
  const limited = Object.assign(provider, { capabilities: { maxBatch: 29 } });
  await using _ = await createPrompts({ systemPrompts, providers: [limited] });
  await settled();
  expect(provider.calls).toEqual(Array.from({ length: 30 }, () => 'load'));
});

it("a provider's texts have no front matter if it says so, unless an entry does", async () => {
  const provider = Object.assign(new LibraryProvider({ a: '---\ntitle: A\n---\nText' }), {
    capabilities: { frontMatter: false },
  });
  const entry = { provider: 'library', config: { id: 'a' } } as const;
  const systemPrompts = { plain: entry, other: { ...entry, frontMatter: true } };
  await using prompts = await createPrompts({ systemPrompts, providers: [provider] });
  expect((await prompts.get('plain')).content).toBe('---\ntitle: A\n---\nText');
  expect(await prompts.get('other')).toMatchObject({ content: 'Text', metadata: { title: 'A' } });
});

it('does not download the only known text again because others are missing', async () => {
  const { provider, systemPrompts } = createLibrary(3);
  for (const id of ['p1', 'p2']) provider.texts.delete(id);
  await using prompts = await createPrompts({ systemPrompts, providers: [provider] });
  await settled();
  provider.takeCalls();
  await prompts.refresh();
  expect(provider.takeCalls().toSorted()).toEqual(['changedSince 1', 'loadMany 2']);
});

it('checks all prompts past their TTL for changes with one call', async () => {
  const { provider, prompts, clock } = await serve(1000);
  provider.takeCalls();
  await clock.advance(60_000);
  expect(prompts.peek('p7')?.state).toBe('stale');
  await settled();
  expect(provider.takeCalls()).toEqual(['changedSince 1000']);
  expect(prompts.peek('p8')?.state).toBe('fresh');
  await prompts.close();
});

it('loads only the prompts that changed', async () => {
  const { provider, prompts, clock, ids } = await serve(1000);
  provider.takeCalls();
  for (const id of ids.slice(0, 3)) provider.texts.set(id, 'new');
  await clock.advance(60_000);
  prompts.peek('p7');
  await settled();
  expect(provider.takeCalls()).toEqual(['changedSince 1000', 'loadMany 3']);
  expect(prompts.peek('p2')).toMatchObject({ content: 'new', state: 'fresh' });
  await prompts.close();
});

it('makes no call during the back-off, however often prompts are read', async () => {
  const { provider, prompts, clock, ids } = await serve(50);
  provider.takeCalls();
  provider.down = new Error('down');
  await clock.advance(60_000);
  for (let round = 0; round < 20; round += 1) for (const id of ids) expect(prompts.peek(id)?.state).toBe('stale');
  await settled();
  for (const id of ids) expect(prompts.peek(id)?.state).toBe('stale');
  await settled();
  expect(provider.takeCalls()).toEqual(['changedSince 50']);
  await prompts.close();
});

it('refreshes one loaded prompt with one conditional call', async () => {
  const { provider, prompts } = await serve(10);
  provider.takeCalls();
  expect(await prompts.refresh('p3')).toEqual({ changed: [], unchanged: ['p3'], failed: [] });
  expect(provider.takeCalls()).toEqual(['refresh']);
  await prompts.close();
});

it('shares one source among entries with the same config, each with its own options', async () => {
  const provider = new LibraryProvider({ a: '---\ntitle: A\n---\nHello' });
  const prompts = await createPrompts({
    systemPrompts: {
      one: { provider: 'library', config: { id: 'a' } },
      two: { provider: 'library', config: { id: 'a' }, frontMatter: false },
    },
    providers: [provider],
  });
  expect((await prompts.get('one')).content).toBe('Hello');
  expect((await prompts.get('two')).content).toBe('---\ntitle: A\n---\nHello');
  expect(provider.calls).toEqual(['load']);
  await prompts.close();
});

it('loads a text separately for each set of credentials', async () => {
  const provider = new LibraryProvider({ a: 'Hello' });
  const token = () => 'x';
  const prompts = await createPrompts({
    systemPrompts: {
      one: { provider: 'library', config: { id: 'a', token: 't-one' } },
      two: { provider: 'library', config: { id: 'a', token: 't-two' } },
      three: { provider: 'library', config: { id: 'a', token } },
      four: { provider: 'library', config: { id: 'a', token } },
    },
    providers: [provider],
  });
  await prompts.get('one');
  await settled();
  expect(provider.calls).toEqual(['load', 'load', 'load']);
  await prompts.close();
});

it('fails only the prompt of a batch whose load failed', async () => {
  const provider = new LibraryProvider({ a: 'A', b: 'B' });
  const prompts = await createPrompts({
    systemPrompts: {
      a: { provider: 'library', config: { id: 'a' } },
      gone: { provider: 'library', config: { id: 'gone' } },
      b: { provider: 'library', config: { id: 'b' } },
    },
    providers: [provider],
  });
  await settled();
  expect(prompts.peek('a')?.content).toBe('A');
  expect(prompts.peek('b')?.content).toBe('B');
  await expect(prompts.get('gone')).rejects.toMatchObject({ code: 'NOT_FOUND', prompt: 'gone', provider: 'library' });
  await prompts.close();
});

it('adds facts from describe after the text is served, in one batch and without an event', async () => {
  const { provider, prompts, clock, ids } = await serve(20, { metadata: { version: 'auto', category: 'x' } });
  expect(provider.takeCalls()).toEqual(['loadMany 20', 'describe 20']);
  expect(prompts.peek('p1')?.metadata).toEqual({ author: 'Ada', category: 'x', version: 'commit of p1' });
  const described = prompts.peek('p2');
  await prompts.refresh('p2');
  await settled();
  expect(prompts.peek('p2')).toBe(described);
  expect(provider.takeCalls()).toEqual(['refresh']);
  let changes = 0;
  prompts.on('change', () => {
    changes += 1;
  });
  provider.texts.set('p1', 'new');
  await clock.advance(60_000);
  for (const id of ids) prompts.peek(id);
  await settled();
  expect(provider.takeCalls()).toEqual(['changedSince 20', 'load', 'describe 1']);
  expect(changes).toBe(1);
  await prompts.close();
});

it('reloads the prompts that a watch reports, and ends the watch and the provider on close', async () => {
  const { provider, prompts } = await serve(3);
  provider.texts.set('p1', 'pushed');
  provider.announce(['p1']);
  await settled();
  expect(prompts.peek('p1')?.content).toBe('pushed');
  provider.takeCalls();
  await prompts.close();
  provider.announce([]);
  expect(provider.takeCalls()).toEqual(['close', 'announced after close']);
});

it('checks all prompts with one call if they are refreshed during their first load', async () => {
  const { provider, systemPrompts } = createLibrary(100);
  const prompts = await createPrompts({ systemPrompts, providers: [provider] });
  await prompts.refresh();
  expect(provider.takeCalls()).toEqual(['loadMany 100', 'changedSince 100']);
  await prompts.close();
});

it('reloads all prompts with one call once the first of them is read after a failed load', async () => {
  const { ids, provider, systemPrompts } = createLibrary(100);
  provider.down = new Error('down');
  const clock = fakeClock();
  const prompts = await createPrompts({ systemPrompts, providers: [provider], clock });
  await settled();
  provider.takeCalls();
  provider.down = undefined;
  await clock.advance(5000);
  for (const id of ids) expect((await prompts.get(id)).content).toBe(`text of ${id}`);
  expect(provider.takeCalls()).toEqual(['loadMany 100']);
  await prompts.close();
});

it('loads only the prompt that is read if preload is off', async () => {
  const provider = new LibraryProvider({ a: 'A', b: 'B' });
  const prompts = await createPrompts({
    systemPrompts: {
      a: { provider: 'library', config: { id: 'a' } },
      b: { provider: 'library', config: { id: 'b' } },
    },
    providers: [provider],
    preload: false,
  });
  await prompts.get('a');
  expect(provider.takeCalls()).toEqual(['load']);
  await prompts.close();
});
