import { afterEach, expect, it, vi } from 'vitest';
import { createPrompts, type PromptTemplate } from './node/index.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A clock that can stand still for its timers while time passes, as in a process that is stopped. */
function stoppableClock() {
  const inner = fakeClock();
  let stoppedMs = 0;
  return {
    now: () => inner.now() + stoppedMs,
    setTimeout: inner.setTimeout,
    advance: inner.advance,
    /** Stops the process for this time. Timers that became due meanwhile fire after the next `advance`. */
    stop: (milliseconds: number) => {
      stoppedMs += milliseconds;
    },
  };
}

async function serve(answer: ScriptedProvider['answer'], cache: object = { ttl: 60 }) {
  const clock = stoppableClock();
  const start = Date.now();
  const wall = { offsetMs: 0 };
  vi.spyOn(Date, 'now').mockImplementation(() => start + clock.now() + wall.offsetMs);
  const provider = new ScriptedProvider(answer);
  const prompts = await createPrompts({
    systemPrompts: { it: { provider: 'scripted', config: {} } },
    providers: [provider],
    cache,
    clock,
  });
  await settled();
  const events: string[] = [];
  for (const event of ['change', 'error', 'stale', 'recovered'] as const) prompts.on(event, () => events.push(event));
  return { prompts, provider, clock, wall, start, events };
}

it.each<[string, (answer: PromiseWithResolvers<string>) => void]>([
  ['never answers', () => {}],
  ['fails because the connection is gone', ({ reject }) => reject(new Error('ECONNRESET'))],
  ['brings a text from before the stop', ({ resolve }) => resolve('old')],
])('an attempt that %s after the process was stopped is begun anew by the next read', async (_, end) => {
  const { prompts, provider, clock, events } = await serve('one');
  await clock.advance(60_000);
  const answer = Promise.withResolvers<string>();
  provider.answer = answer.promise;
  prompts.peek('it');
  await settled();
  expect(provider.calls).toBe(2);
  provider.answer = 'two';
  clock.stop(3_600_000);
  end(answer);
  await clock.advance(31_000);
  expect(events).toEqual([]);
  // Without any wait: no back-off counts.
  expect((await prompts.get('it')).state).toBe('stale');
  await settled();
  expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
  expect(provider.calls).toBe(3);
  expect(events).toEqual(['change']);
  await prompts.close();
});

it('a refresh during which the process was stopped begins anew', async () => {
  const { prompts, provider, clock } = await serve('one');
  provider.answer = new Promise<string>(() => {});
  const refreshing = prompts.refresh();
  await settled();
  provider.answer = 'two';
  clock.stop(3_600_000);
  await clock.advance(31_000);
  expect(await refreshing).toEqual({ changed: ['it'], unchanged: [], failed: [] });
  await prompts.close();
});

it('an attempt that meets its deadline in a running process has failed', async () => {
  const { prompts, provider, clock, events } = await serve('one');
  await clock.advance(60_000);
  provider.answer = new Promise<string>(() => {});
  prompts.peek('it');
  await clock.advance(30_000);
  expect(events).toEqual(['error', 'stale']);
  provider.answer = 'two';
  prompts.peek('it');
  await settled();
  expect(provider.calls).toBe(2);
  await prompts.close();
});

it('a text is past its TTL by the clock, even if no timer ever fires', async () => {
  const { prompts, provider, clock } = await serve('one');
  expect(prompts.peek('it')?.state).toBe('fresh');
  provider.answer = 'two';
  clock.stop(60_000);
  await settled(1);
  expect(prompts.peek('it')).toMatchObject({ content: 'one', state: 'stale' });
  await settled();
  expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
  clock.stop(60_000);
  await settled(1);
  expect((await prompts.get('it')).state).toBe('stale');
  await prompts.close();
});

it('a text is past its TTL within a busy turn that only awaits', async () => {
  const { prompts, clock } = await serve('one');
  expect(prompts.peek('it')?.state).toBe('fresh');
  clock.stop(60_000);
  // No turn of the event loop: nothing but promises.
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
  expect(prompts.peek('it')?.state).toBe('stale');
  await prompts.close();
});

it('fetchedAt is the wall clock at which the text was requested', async () => {
  const answer = Promise.withResolvers<string>();
  const { prompts, clock, start } = await serve(answer.promise);
  await clock.advance(5000);
  answer.resolve('one');
  expect((await prompts.get('it')).fetchedAt).toBe(start);
  await prompts.close();
});

it.each([7_200_000, -7_200_000])('fetchedAt follows a wall clock that was set by %d ms', async (offsetMs) => {
  const { prompts, provider, clock, wall, start } = await serve('one');
  wall.offsetMs = offsetMs;
  provider.answer = 'two';
  await clock.advance(1000);
  await prompts.refresh();
  expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh', fetchedAt: start + 1000 + offsetMs });
  await prompts.close();
});

it('a wall clock that is set evicts nothing', async () => {
  const { prompts, provider, clock, wall } = await serve('one');
  wall.offsetMs = 86_400_000;
  await clock.advance(59_000);
  expect(prompts.peek('it')?.state).toBe('fresh');
  expect(provider.calls).toBe(1);
  await prompts.close();
});

it('prompts are read, refreshed and closed while a test replaces the timers', async () => {
  const names = [
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'performance',
    'Date',
  ] as const;
  vi.useFakeTimers({ toFake: [...names] });
  const load = async () => ({ content: 'text' });
  const list = async () => [{ name: 'a', config: {} }];
  const systemPrompts = { it: { provider: 'p', config: { id: 1 } }, 'c/*': { provider: 'p', config: {} }, own: 'text' };
  const hooks = [{ name: 'hook', before: async () => {}, loaded: async (template: PromptTemplate) => template }];
  const prompts = await createPrompts({ systemPrompts, providers: [{ name: 'p', load, list }], hooks });
  for (const name of ['it', 'c/a', 'own'] as const) expect((await prompts.get(name)).content).toBe('text');
  expect((await prompts.refresh()).failed).toEqual([]);
  await prompts.close();
});
