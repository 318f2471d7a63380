import { expect, it } from 'vitest';
import { createPrompts, PromptError } from './node/index.ts';
import { MemoryBus } from './test-support/memory-bus.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

const dayMs = 86_400_000;

/** Serves a collection whose members a test replaces. A removed text can still be loaded by its id. */
async function serve(ids: readonly string[], cache: object = { ttl: 300 }) {
  const clock = fakeClock();
  const source = { ids, loads: [] as string[] };
  const provider = {
    name: 'p',
    async load({ id }: { id: string }) {
      source.loads.push(id);
      return { content: `text ${id}` };
    },
    list: async () => source.ids.map((id) => ({ name: id, config: { id }, version: '1' })),
  };
  const prompts = await createPrompts({
    systemPrompts: { 'c/*': { provider: 'p', config: {}, required: true } },
    providers: [provider],
    cache,
    clock,
  });
  await settled();
  source.loads.length = 0;
  const events: string[] = [];
  for (const event of ['change', 'error', 'stale', 'recovered'] as const)
    prompts.on(event, ({ name }) => events.push(`${event} ${name}`));
  return { prompts, clock, source, events };
}

it('a removed member is reported once, stays stale, and is never fetched again although its source still responds', async () => {
  const { prompts, clock, source, events } = await serve(['a', 'b']);
  source.ids = ['a'];
  await prompts.refresh('c/*');
  expect(events).toEqual(['error c/b', 'stale c/b']);
  for (let ttl = 0; ttl < 5; ttl += 1) {
    expect(await prompts.get('c/b')).toMatchObject({ content: 'text b', state: 'stale' });
    await settled();
    expect(prompts.peek('c/b')?.state).toBe('stale');
    await clock.advance(301_000);
    await prompts.get('c/a');
    await settled();
  }
  expect(events).toEqual(['error c/b', 'stale c/b']);
  expect(source.loads).toEqual([]);
  await prompts.close();
});

it('a removed member is not fetched after the bus is restored, and not part of status().sources', async () => {
  const bus = new MemoryBus();
  const { prompts, source } = await serve(['a', 'b'], { ttl: 300, bus });
  source.ids = ['a'];
  await prompts.refresh('c/*');
  expect(prompts.status().sources.flatMap(({ prompts: names }) => names)).not.toContain('c/b');
  bus.lose();
  bus.restore();
  await settled();
  expect(source.loads).toEqual(['a']);
  await prompts.close();
});

it('a removed member is not fetched by a refresh of its name, of its collection, or of everything', async () => {
  const { prompts, source } = await serve(['a', 'b']);
  source.ids = ['a'];
  await prompts.refresh('c/*');
  for (const refresh of [() => prompts.refresh('c/b'), () => prompts.refresh('c/*'), () => prompts.refresh()]) {
    const { changed, failed } = await refresh();
    expect(changed).toEqual([]);
    expect(failed).toMatchObject([{ name: 'c/b', error: { code: 'NOT_FOUND' } }]);
  }
  expect(source.loads).toEqual([]);
  await prompts.close();
});

it('a removed member is fresh again once it is listed again', async () => {
  const { prompts, source, events } = await serve(['a', 'b']);
  source.ids = ['a'];
  await prompts.refresh('c/*');
  events.length = 0;
  source.ids = ['a', 'b'];
  await prompts.refresh('c/*');
  expect(prompts.peek('c/b')).toMatchObject({ content: 'text b', state: 'fresh' });
  expect(events).toEqual(['recovered c/b']);
  await prompts.close();
});

it('a removed member leaves memory when it has not been read for a day', async () => {
  const { prompts, clock, source } = await serve(['a', 'read', 'unread']);
  source.ids = ['a'];
  await prompts.refresh('c/*');
  await clock.advance(dayMs / 2);
  await prompts.get('c/read');
  await clock.advance(dayMs / 2);
  await prompts.refresh('c/*');
  expect(prompts.list().map(({ name }) => name)).toEqual(['c/a', 'c/read']);
  await expect(prompts.get('c/unread')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await clock.advance(dayMs / 2);
  await prompts.refresh('c/*');
  expect(prompts.list().map(({ name }) => name)).toEqual(['c/a']);
  await prompts.close();
});

it('at most 1,000 removed members stay in memory: those that were removed last', async () => {
  const idsOf = (generation: number) => Array.from({ length: 400 }, (_, index) => `g${generation}-${index}`);
  const { prompts, source } = await serve(idsOf(0));
  for (let generation = 1; generation < 6; generation += 1) {
    source.ids = idsOf(generation);
    await prompts.refresh('c/*');
  }
  const names = prompts.list().map(({ name }) => name);
  expect(names).toHaveLength(1400);
  expect(names.filter((name) => name.startsWith('c/g4-'))).toHaveLength(400);
  expect(names.filter((name) => name.startsWith('c/g2-'))).toHaveLength(200);
  expect(names.filter((name) => /^c\/g[01]-/.test(name))).toEqual([]);
  await prompts.close();
});

it('a listing of more than maxMembers fails, and the members are kept', async () => {
  const { prompts, source } = await serve(['a', 'b'], { ttl: 300, maxMembers: 2 });
  source.ids = ['a', 'b', 'c'];
  const { failed } = await prompts.refresh('c/*');
  expect(failed[0]).toMatchObject({ name: 'c/*', error: { code: 'CONTENT_INVALID' } });
  expect(failed[0]?.error).toBeInstanceOf(PromptError);
  expect(prompts.list().map(({ name }) => name)).toEqual(['c/a', 'c/b']);
  await prompts.close();
});
