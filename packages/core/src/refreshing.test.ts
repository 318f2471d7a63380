import { expect, it } from 'vitest';
import { createPrompts, PromptError, type PromptTemplate } from './node/index.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

async function serve(answer: ScriptedProvider['answer'], cache: object = { ttl: 60 }, entry: object = {}) {
  const provider = new ScriptedProvider(answer);
  const clock = fakeClock();
  const prompts = await createPrompts({
    systemPrompts: { it: { provider: 'scripted', config: {}, ...entry }, text: 'a text' },
    providers: [provider],
    cache,
    clock,
  });
  await settled();
  return { provider, clock, prompts };
}

it('reports changed, unchanged and failed prompts', async () => {
  const { prompts, provider } = await serve('one');
  expect(await prompts.refresh()).toEqual({ changed: [], unchanged: ['it', 'text'], failed: [] });
  provider.answer = 'two';
  expect(await prompts.refresh()).toEqual({ changed: ['it'], unchanged: ['text'], failed: [] });
  provider.answer = new Error('down');
  expect(await prompts.refresh()).toMatchObject({ unchanged: ['text'], failed: [{ name: 'it' }] });
  await prompts.close();
});

it('ignores the back-off', async () => {
  const { prompts, provider } = await serve(new Error('down'));
  provider.answer = 'up';
  expect((await prompts.refresh('it')).changed).toEqual(['it']);
  await prompts.close();
});

it('loads again after a load in progress, which may have read the source before it changed', async () => {
  let arrive: (text: string) => void = () => {};
  const slow = new Promise<string>((resolve) => {
    arrive = resolve;
  });
  const { prompts, provider } = await serve(slow);
  const reports = Promise.all([prompts.refresh('it'), prompts.refresh('it')]);
  provider.answer = 'new';
  arrive('old');
  await reports;
  expect(prompts.peek('it')?.content).toBe('new');
  expect(provider.calls).toBe(2);
  await prompts.close();
});

it('reports the same text as unchanged, and a change in front matter alone as changed', async () => {
  const { prompts, provider } = await serve('---\nmodel: a\n---\nHello');
  await prompts.get('it');
  const changes: string[] = [];
  prompts.on('change', ({ previous, prompt }) =>
    changes.push(`${previous?.metadata.model} to ${prompt.metadata.model}`),
  );
  expect((await prompts.refresh('it')).unchanged).toEqual(['it']);
  provider.answer = '---\nmodel: b\n---\nHello';
  expect((await prompts.refresh('it')).changed).toEqual(['it']);
  expect(changes).toEqual(['a to b']);
  await prompts.close();
});

it('updates the version without an event if the text is the same', async () => {
  const { prompts, provider } = await serve({ content: 'Hello', version: '1' });
  const changes: unknown[] = [];
  prompts.on('change', (change) => changes.push(change));
  provider.answer = { content: 'Hello', version: '2' };
  expect((await prompts.refresh('it')).unchanged).toEqual(['it']);
  expect(prompts.peek('it')?.version).toBe('2');
  expect(changes).toEqual([]);
  await prompts.close();
});

it.each([
  ['an empty text', { content: ' \n' }],
  ['binary data', { content: 'a\0b' }],
  ['an oversized text', { content: 'x'.repeat(1_048_577) }],
  ['a web page', { content: '<!DOCTYPE html>\n<html><body>Log in</body></html>' }],
  ['content that is not a string', { content: 5 } as unknown as PromptTemplate],
  ['nothing', undefined as unknown as PromptTemplate],
])('keeps the last good text if the source returns %s', async (_, bad) => {
  const { prompts, provider } = await serve('good');
  provider.answer = bad;
  const { failed } = await prompts.refresh('it');
  expect(failed).toMatchObject([{ name: 'it', error: { prompt: 'it', provider: 'scripted' } }]);
  expect(await prompts.get('it')).toMatchObject({ content: 'good' });
  await prompts.close();
});

it('serves the stale copy after staleWhileRevalidate if the load does not finish within the timeout', async () => {
  const { prompts, provider, clock } = await serve('one', { ttl: 60, staleWhileRevalidate: 0, timeout: 2 });
  provider.answer = new Promise<string>(() => {});
  await clock.advance(60_001);
  const first = prompts.get('it');
  await clock.advance(2000);
  expect(await first).toMatchObject({ content: 'one', state: 'stale' });
  expect(await prompts.get('it')).toMatchObject({ state: 'stale' });
  await prompts.close();
});

it('uses the source’s max-age only if the entry sets no TTL', async () => {
  const answer = { content: 'x', maxAge: 15 };
  const { prompts, clock } = await serve(answer, { ttl: 60 });
  await clock.advance(14_999);
  expect(prompts.peek('it')?.state).toBe('fresh');
  await clock.advance(1);
  expect(prompts.peek('it')?.state).toBe('stale');
  await prompts.close();
  const own = await serve(answer, {}, { cache: { ttl: 60 } });
  await own.clock.advance(15_000);
  expect(own.prompts.peek('it')?.state).toBe('fresh');
  await own.prompts.close();
});

it.each([
  ['0', 0, 10],
  ['1 s', 1, 10],
  ['ten years', 315_360_000, 86_400],
])('counts a max-age of %s within 10 seconds and a day', async (_, maxAge, seconds) => {
  const { prompts, provider, clock } = await serve({ content: 'x', maxAge }, { ttl: 60 });
  await clock.advance(seconds * 1000 - 1);
  expect(prompts.peek('it')?.state).toBe('fresh');
  expect(provider.calls).toBe(1);
  await clock.advance(1);
  expect(prompts.peek('it')?.state).toBe('stale');
  await prompts.close();
});

it('loads at every read if the TTL is 0, and serves the new text as fresh', async () => {
  const { prompts, provider } = await serve('one', { ttl: 0, staleWhileRevalidate: 0, staleIfError: 60 });
  provider.answer = 'two';
  expect(await prompts.get('it')).toMatchObject({ content: 'two', state: 'fresh' });
  provider.answer = 'three';
  expect(await prompts.get('it')).toMatchObject({ content: 'three', state: 'fresh' });
  await prompts.close();
});

it('keeps prompts fresh when the wall clock jumps', async () => {
  const { prompts } = await serve('one');
  const realNow = Date.now;
  try {
    for (const jump of [-86_400_000, 86_400_000]) {
      Date.now = () => realNow() + jump;
      expect(prompts.peek('it')).toMatchObject({ state: 'fresh' });
      expect((await prompts.get('it')).fetchedAt).toBeCloseTo(realNow(), -6);
    }
  } finally {
    Date.now = realNow;
  }
  await prompts.close();
});

it('starts no timer that keeps the process alive, and cancels its timers on close', async () => {
  const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  await using prompts = await createPrompts({
    systemPrompts: { it: { provider: 'scripted', config: {} } },
    providers: [new ScriptedProvider('x')],
  });
  await prompts.get('it');
  expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBe(before);
  const { clock, prompts: closing } = await serve(new Promise<string>(() => {}));
  const read = closing.get('it').catch(() => {});
  expect(clock.pending).toBeGreaterThan(0);
  await closing.close();
  await read;
  expect(clock.pending).toBe(0);
});

it('unsubscribes one listener at a time, and ignores what one throws', async () => {
  const { prompts, provider } = await serve('one');
  const seen: string[] = [];
  const listener = ({ prompt }: { prompt: { content: string } }) => {
    seen.push(prompt.content);
    throw new Error('listener');
  };
  const unsubscribe = prompts.on('change', listener);
  prompts.on('change', listener);
  provider.answer = 'two';
  await prompts.refresh();
  unsubscribe();
  provider.answer = 'three';
  await prompts.refresh();
  expect(seen).toEqual(['two', 'two', 'three']);
  await prompts.close();
});

it('respects a Retry-After above the longest back-off', async () => {
  const { prompts, provider, clock } = await serve(new PromptError('RATE_LIMITED', 'wait', { retryAfter: 600 }));
  provider.answer = 'up';
  for (let minute = 1; minute < 10; minute += 1) {
    await clock.advance(60_000);
    const retryAfter = 600 - minute * 60;
    await expect(prompts.get('it')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter });
  }
  expect(provider.calls).toBe(1);
  await clock.advance(60_000);
  expect((await prompts.get('it')).content).toBe('up');
  await prompts.close();
});

it('lets readers wait for a new attempt after one that timed out', async () => {
  const { prompts, provider, clock } = await serve(new Promise<string>(() => {}), { timeout: 2 });
  const first = expect(prompts.get('it')).rejects.toMatchObject({ code: 'TIMEOUT' });
  await clock.advance(30_000);
  await first;
  provider.answer = Promise.resolve('at last');
  await clock.advance(1000);
  expect((await prompts.get('it')).content).toBe('at last');
  await prompts.close();
});

it('marks the newest text as stale, not an earlier one', async () => {
  const { prompts, provider, clock } = await serve('one');
  await clock.advance(60_000);
  expect(prompts.peek('it')).toMatchObject({ content: 'one', state: 'stale' });
  await settled();
  provider.answer = 'two';
  await prompts.refresh('it');
  await clock.advance(60_000);
  expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'stale' });
  await prompts.close();
});
