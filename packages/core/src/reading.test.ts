import { afterEach, describe, expect, it } from 'vitest';
import type { CacheOptions, Prompts } from './index.ts';
import { createPrompts, PromptError } from './node/index.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

const open: Prompts[] = [];
afterEach(async () => {
  for (const prompts of open.splice(0)) await prompts.close();
});

async function serve(
  answer: ScriptedProvider['answer'],
  options: { cache?: CacheOptions; fallback?: string; preload?: boolean } = {},
) {
  const { cache = {}, fallback, preload = true } = options;
  const clock = fakeClock();
  const provider = new ScriptedProvider(answer);
  const prompts = await createPrompts({
    systemPrompts: { it: { provider: 'scripted', config: {}, ...(fallback !== undefined && { fallback }) } },
    providers: [provider],
    cache,
    clock,
    preload,
  });
  open.push(prompts);
  await settled();
  return { clock, provider, prompts };
}

const down = () => new PromptError('UNAVAILABLE', 'the source is down');

describe('a fresh entry', () => {
  it('is served from memory as the same object, without another call', async () => {
    const { prompts, provider } = await serve('one');
    const prompt = await prompts.get('it');
    expect(prompt).toMatchObject({ content: 'one', state: 'fresh', provider: 'scripted' });
    expect(prompts.peek('it')).toBe(prompt);
    expect(await prompts.get('it')).toBe(prompt);
    expect(provider.calls).toBe(1);
  });
});

describe('an entry past its TTL', () => {
  it('is served stale immediately while one call fetches the new text', async () => {
    const { prompts, provider, clock } = await serve('one', { cache: { ttl: 60 } });
    await clock.advance(60_000);
    provider.answer = 'two';
    const reads = await Promise.all(Array.from({ length: 100 }, () => prompts.get('it')));
    expect(new Set(reads.map(({ content, state }) => `${content} ${state}`))).toEqual(new Set(['one stale']));
    await settled();
    expect(await prompts.get('it')).toMatchObject({ content: 'two', state: 'fresh' });
    expect(provider.calls).toBe(2);
  });

  it('makes readers wait for the new text after staleWhileRevalidate', async () => {
    const { prompts, provider, clock } = await serve('one', { cache: { ttl: 60, staleWhileRevalidate: 10 } });
    await clock.advance(71_000);
    provider.answer = 'two';
    expect(prompts.peek('it')).toBeUndefined();
    expect(await prompts.get('it')).toMatchObject({ content: 'two', state: 'fresh' });
    expect(provider.calls).toBe(2);
  });

  it('is served stale while the source is down, until staleIfError has passed', async () => {
    const { prompts, provider, clock } = await serve('one', { cache: { ttl: 60, staleIfError: 600 } });
    provider.answer = down();
    await clock.advance(60_000);
    expect(await prompts.get('it')).toMatchObject({ content: 'one', state: 'stale' });
    await clock.advance(599_999);
    expect(await prompts.get('it')).toMatchObject({ content: 'one', state: 'stale' });
    await clock.advance(1);
    await expect(prompts.get('it')).rejects.toMatchObject({ code: 'UNAVAILABLE', prompt: 'it' });
  });

  it('emits one stale event and one recovered event', async () => {
    const { prompts, provider, clock } = await serve('one', { cache: { ttl: 60 } });
    const seen: string[] = [];
    for (const event of ['stale', 'recovered', 'error', 'change'] as const) prompts.on(event, () => seen.push(event));
    provider.answer = down();
    for (let round = 0; round < 3; round += 1) {
      await clock.advance(61_000);
      prompts.peek('it');
      await settled();
    }
    expect(seen).toEqual(['error', 'stale', 'error', 'error']);
    provider.answer = 'one';
    await clock.advance(61_000);
    prompts.peek('it');
    await settled();
    expect(seen.slice(4)).toEqual(['recovered']);
  });

  it('keeps the last good text if the source deletes it', async () => {
    const { prompts, provider } = await serve('one');
    provider.answer = new PromptError('NOT_FOUND', 'gone');
    const report = await prompts.refresh('it');
    expect(report.failed).toMatchObject([{ name: 'it', error: { code: 'NOT_FOUND' } }]);
    expect(await prompts.get('it')).toMatchObject({ content: 'one', state: 'stale' });
  });
});

describe('an entry that is not loaded yet', () => {
  it('is loaded with one call for 10,000 readers', async () => {
    const { prompts, provider } = await serve('one', { preload: false });
    const reads = await Promise.all(Array.from({ length: 10_000 }, () => prompts.get('it')));
    expect(new Set(reads).size).toBe(1);
    expect(provider.calls).toBe(1);
  });

  it('limits how long readers wait, not the load, and rejects later readers immediately', async () => {
    let arrive: (text: string) => void = () => {};
    const late = new Promise<string>((resolve) => {
      arrive = resolve;
    });
    const { prompts, clock, provider } = await serve(late, { cache: { timeout: 2 } });
    const first = prompts.get('it');
    const rejection = expect(first).rejects.toMatchObject({ code: 'TIMEOUT', prompt: 'it' });
    await clock.advance(2000);
    await rejection;
    await expect(prompts.get('it')).rejects.toMatchObject({ code: 'TIMEOUT' });
    arrive('at last');
    await settled();
    expect(await prompts.get('it')).toMatchObject({ content: 'at last', state: 'fresh' });
    expect(provider.calls).toBe(1);
  });

  it('rejects with the last failure during the back-off, without another call', async () => {
    const { prompts, clock, provider } = await serve(down());
    for (let read = 0; read < 50; read += 1)
      await expect(prompts.get('it')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(provider.calls).toBe(1);
    provider.answer = 'back';
    await clock.advance(1000);
    expect(await prompts.get('it')).toMatchObject({ content: 'back' });
  });

  it('respects Retry-After, even on refresh', async () => {
    const { prompts, clock, provider } = await serve(new PromptError('RATE_LIMITED', 'slow down', { retryAfter: 90 }));
    await clock.advance(89_000);
    await expect(prompts.get('it')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect((await prompts.refresh('it')).failed).toHaveLength(1);
    expect(provider.calls).toBe(1);
    provider.answer = 'back';
    await clock.advance(1000);
    expect(await prompts.get('it')).toMatchObject({ content: 'back' });
  });

  it('serves the fallback until the source returns a text', async () => {
    const { prompts, clock, provider } = await serve(down(), { fallback: 'Be kind.' });
    expect(await prompts.get('it')).toMatchObject({ content: 'Be kind.', state: 'fallback' });
    expect(prompts.peek('it')).toMatchObject({ state: 'fallback' });
    provider.answer = 'real';
    await clock.advance(1000);
    expect(await prompts.get('it')).toMatchObject({ content: 'real', state: 'fresh' });
  });

  it('aborts a load that hangs, and does not repeat it immediately', async () => {
    const { prompts, clock, provider } = await serve(new Promise<string>(() => {}), { cache: { timeout: 100 } });
    const read = expect(prompts.get('it')).rejects.toMatchObject({ code: 'TIMEOUT', retryable: true });
    await clock.advance(30_000);
    await read;
    expect(provider.signals[0]?.aborted).toBe(true);
    expect(provider.calls).toBe(1);
  });

  it('rejects a read whose signal is aborted', async () => {
    const { prompts } = await serve(new Promise<string>(() => {}));
    const reader = new AbortController();
    const read = prompts.get('it', { signal: reader.signal });
    reader.abort(new Error('changed my mind'));
    await expect(read).rejects.toThrow('changed my mind');
  });
});

it('serves every read during a simulated outage of one day, with no more calls than the back-off allows', async () => {
  const { prompts, provider, clock } = await serve('one', { cache: { ttl: 60 } });
  provider.answer = down();
  const day = 24 * 60 * 60;
  const reads = 1_000_000;
  let failed = 0;
  for (let second = 0; second < day; second += 1) {
    // Every ten seconds, because `advance` takes several turns of the event loop and a day has many seconds.
    if (second % 10 === 0) await clock.advance(10_000);
    for (let read = 0; read < Math.ceil(reads / day); read += 1) if (prompts.peek('it')?.content !== 'one') failed += 1;
  }
  expect((await prompts.get('it')).content).toBe('one');
  expect(failed).toBe(0);
  // The back-off grows to 60 s times 0.5 to 1: at most one call per 30 s, and a few more while it grows.
  expect(provider.calls).toBeLessThanOrEqual(day / 30 + 8);
  expect(provider.calls).toBeGreaterThan(day / 70);
}, 60_000);
