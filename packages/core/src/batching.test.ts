import { expect, it } from 'vitest';
import { createPrompts } from './node/index.ts';
import { LibraryProvider } from './test-support/library-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

function library(count: number, entry: object = {}) {
  const ids = Array.from({ length: count }, (_, index) => `p${index}`);
  const provider = new LibraryProvider(Object.fromEntries(ids.map((id) => [id, `text of ${id}`])));
  const entryOf = (id: string) => ({ provider: 'library' as const, config: { id }, ...entry });
  return { ids, provider, systemPrompts: Object.fromEntries(ids.map((id) => [id, entryOf(id)])) };
}

async function serve(count: number, entry: object = {}) {
  const { ids, provider, systemPrompts } = library(count, entry);
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

it('asks once whether anything changed, for all that is past its TTL', async () => {
  const { provider, prompts, clock } = await serve(1000);
  provider.takeCalls();
  await clock.advance(60_000);
  expect(prompts.peek('p7')?.state).toBe('stale');
  await settled();
  expect(provider.takeCalls()).toEqual(['changedSince 1000']);
  expect(prompts.peek('p8')?.state).toBe('fresh');
  await prompts.close();
});

it('loads only what changed', async () => {
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

it('asks nothing while the back-off lasts, however many read', async () => {
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

it('refreshes one known prompt with one conditional call', async () => {
  const { provider, prompts } = await serve(10);
  provider.takeCalls();
  expect(await prompts.refresh('p3')).toEqual({ changed: [], unchanged: ['p3'], failed: [] });
  expect(provider.takeCalls()).toEqual(['refresh']);
  await prompts.close();
});

it('shares one source among entries that point to it, each with its own settings', async () => {
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

it('keeps credentials apart: another token is another source and another call', async () => {
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

it('makes one failing member of a batch fail alone', async () => {
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

it('adds facts that cost extra calls after the text is served, in one batch and without an event', async () => {
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

it('reloads what a provider’s watch names, and ends the watch and the provider on close', async () => {
  const { provider, prompts } = await serve(3);
  provider.texts.set('p1', 'pushed');
  provider.announce(['p1']);
  await settled();
  expect(prompts.peek('p1')?.content).toBe('pushed');
  provider.takeCalls();
  await prompts.close();
  provider.announce([]);
  expect(provider.takeCalls()).toEqual(['close', 'announced after the end']);
});

it('asks once on a refresh while all are being loaded', async () => {
  const { provider, systemPrompts } = library(100);
  const prompts = await createPrompts({ systemPrompts, providers: [provider] });
  await prompts.refresh();
  expect(provider.takeCalls()).toEqual(['loadMany 100', 'changedSince 100']);
  await prompts.close();
});

it('asks once for all after a first failure, whoever reads first', async () => {
  const { ids, provider, systemPrompts } = library(100);
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

it('loads nothing that nobody asked for while loading is lazy', async () => {
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
