import { createPrompts, type PromptHook } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import { createUsage, type UsageParts } from './create-usage.ts';
import type { AnalyticsOptions } from './options.ts';
import { entryOf, TextSource } from './test-support/text-source.ts';

let store: string;

beforeEach(async () => {
  const database = await freshDatabase('sqlite');
  store = database.url;
  return () => database.drop();
});

function startUsage(options: Partial<AnalyticsOptions<string>> = {}, parts: UsageParts = {}) {
  const usage = createUsage<string>({ store, ...options }, { clock: fakeClock(), ...parts });
  onTestFinished(() => usage.close());
  return usage;
}

const hour = Date.UTC(2026, 10, 28, 12);

describe('reads', () => {
  test('are counted by get, peek and render, per prompt and version', async () => {
    const usage = startUsage();
    await using prompts = await createPrompts({ systemPrompts: { one: '1', two: '2' }, hooks: [usage] });
    for (let read = 0; read < 3; read += 1) {
      await prompts.get('one');
      prompts.peek('one');
    }
    await prompts.render('two');
    expect(await usage.query({ by: ['prompt', 'version'] })).toEqual([
      { prompt: 'one', version: prompts.peek('one')?.version, reads: 6, measures: {} },
      { prompt: 'two', version: prompts.peek('two')?.version, reads: 1, measures: {} },
    ]);
  });

  test('of a text that was replaced count for it', async () => {
    const usage = startUsage();
    const source = new TextSource({ a: 'old' });
    const systemPrompts = { it: entryOf('a', { required: true }) };
    await using prompts = await createPrompts({ systemPrompts, providers: [source], hooks: [usage] });
    prompts.peek('it');
    prompts.peek('it');
    source.texts.set('a', 'new');
    await prompts.refresh();
    prompts.peek('it');
    expect(await usage.query({ by: ['version'] })).toMatchObject([
      { version: 'version of new', reads: 1 },
      { version: 'version of old', reads: 2 },
    ]);
  });

  test('count by state: fresh, stale and fallback', async () => {
    const clock = fakeClock();
    const usage = startUsage();
    const source = new TextSource({ a: 'text' });
    const systemPrompts = {
      it: entryOf('a', { required: true, fallback: 'instead', cache: { ttl: 10, staleIfError: 100 } }),
    };
    const options = { systemPrompts, providers: [source], hooks: [usage], clock, logger: false } as const;
    await using prompts = await createPrompts(options);
    await prompts.get('it');
    source.texts.clear();
    await clock.advance(11_000);
    prompts.peek('it');
    await clock.advance(0);
    expect((await prompts.get('it')).state).toBe('stale');
    await clock.advance(200_000);
    expect((await prompts.get('it')).state).toBe('fallback');
    const rows = await usage.query({ by: ['state', 'version'] });
    expect(rows.map(({ state, reads }) => [state, reads])).toEqual([
      ['fallback', 1],
      ['fresh', 1],
      ['stale', 2],
    ]);
  });

  test('between the last flush and the end are counted', async () => {
    const usage = startUsage();
    const prompts = await createPrompts({ systemPrompts: { it: 'text' }, hooks: [usage] });
    await prompts.get('it');
    await usage.flush();
    await prompts.get('it');
    await prompts.close();
    expect(await startUsage().query()).toEqual([{ reads: 2, measures: {} }]);
  });

  test('that a hook redirects count for the prompt that was served', async () => {
    const usage = startUsage();
    const redirect: PromptHook = { name: 'redirect', before: (request) => ({ ...request, name: 'variant' }) };
    const systemPrompts = { it: 'text', variant: 'other text' };
    await using prompts = await createPrompts({ systemPrompts, hooks: [redirect, usage] });
    await prompts.get('it');
    prompts.peek('it');
    expect(await usage.query({ by: ['prompt'] })).toMatchObject([{ prompt: 'variant', reads: 2 }]);
  });

  test('count in the hour in which they happen', async () => {
    const clock = fakeClock();
    const now = () => hour - 5000 + clock.now();
    const usage = startUsage({ flush: 3600 }, { clock, now });
    await using prompts = await createPrompts({ systemPrompts: { it: 'text' }, hooks: [usage] });
    await prompts.get('it');
    await clock.advance(5000);
    await prompts.get('it');
    await prompts.get('it');
    expect(await usage.query({ by: ['hour'] })).toEqual([
      { hour: '2026-11-28T11:00:00.000Z', reads: 1, measures: {} },
      { hour: '2026-11-28T12:00:00.000Z', reads: 2, measures: {} },
    ]);
  });

  test.each([-3, 3])('are counted if the clock is set by %d days', async (days) => {
    let time = hour;
    const usage = startUsage({}, { now: () => time });
    await using prompts = await createPrompts({ systemPrompts: { it: 'text' }, hooks: [usage] });
    await prompts.get('it');
    await usage.flush();
    time += days * 86_400_000;
    await prompts.get('it');
    const rows = await usage.query({ by: ['day'] });
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({ day: '2026-11-28', reads: 1, measures: {} });
    time = hour;
    await prompts.get('it');
    expect(await usage.query({ by: ['day'] })).toContainEqual({ day: '2026-11-28', reads: 2, measures: {} });
  });

  test('of two apps with the same hook add up, until the last one is closed', async () => {
    const usage = startUsage();
    const first = await createPrompts({ systemPrompts: { one: 'text' }, hooks: [usage] });
    await using second = await createPrompts({ systemPrompts: { two: 'text' }, hooks: [usage] });
    await first.get('one');
    await second.get('two');
    await first.close();
    await second.get('two');
    expect(await usage.query({ by: ['prompt'] })).toMatchObject([
      { prompt: 'one', reads: 1 },
      { prompt: 'two', reads: 2 },
    ]);
  });

  test('are counted after createPrompts has failed and was called again', async () => {
    const usage = startUsage();
    const source = new TextSource();
    const options = { systemPrompts: { it: entryOf('a', { required: true }) }, providers: [source], hooks: [usage] };
    await expect(createPrompts({ ...options, logger: false })).rejects.toThrow('down');
    source.texts.set('a', 'text');
    await using prompts = await createPrompts(options);
    await prompts.get('it');
    expect(await usage.query()).toEqual([{ reads: 1, measures: {} }]);
  });

  test('keep the hot path unless there are dimensions', async () => {
    expect(startUsage().served).toBeUndefined();
    expect(startUsage().before).toBeUndefined();
    expect(startUsage({ dimensions: ['team'], hashKey: 'key' }).served).toBeTypeOf('function');
  });

  test('are reported to other parts of the package, per Prompt object', async () => {
    const seen: unknown[] = [];
    const usage = startUsage({}, { onReads: (taken) => seen.push(...taken) });
    await using prompts = await createPrompts({ systemPrompts: { it: 'text' }, hooks: [usage] });
    const prompt = await prompts.get('it');
    prompts.peek('it');
    await usage.flush();
    await usage.flush();
    expect(seen).toEqual([{ prompt, reads: 2 }]);
  });
});

test('a flush happens at the interval', async () => {
  const clock = fakeClock();
  const usage = startUsage({ flush: 2 }, { clock });
  await using prompts = await createPrompts({ systemPrompts: { it: 'text' }, hooks: [usage] });
  await prompts.get('it');
  const other = startUsage();
  expect(await other.query()).toMatchObject([{ reads: 0 }]);
  await clock.advance(2000);
  await usage.flush();
  expect(await other.query()).toMatchObject([{ reads: 1 }]);
});

test('after close, everything but flush and close throws CLOSED', async () => {
  const usage = startUsage();
  await usage.close();
  await usage.close();
  await usage.flush();
  const closed = expect.objectContaining({ code: 'CLOSED' });
  expect(() => usage.record('it', { score: 1 })).toThrow(closed);
  await expect(usage.query()).rejects.toEqual(closed);
  await expect(usage.forget({ unit: 'u1' })).rejects.toEqual(closed);
});
