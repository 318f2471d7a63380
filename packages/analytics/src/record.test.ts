import { createPrompts } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createUsage } from './create-usage.ts';
import { entryOf, TextSource } from './test-support/text-source.ts';

function startUsage() {
  const usage = createUsage({ store: 'sqlite::memory:' }, { clock: fakeClock() });
  onTestFinished(() => usage.close());
  return usage;
}

async function start() {
  const usage = startUsage();
  const source = new TextSource({ a: 'old' });
  const clock = fakeClock();
  const systemPrompts = {
    it: entryOf('a', { required: true, cache: { ttl: 60, staleIfError: 1000 }, fallback: 'instead' }),
    'later/*': { ...entryOf('b'), required: false },
  };
  const listing = Object.assign(source, { list: async () => [] });
  const prompts = await createPrompts({ systemPrompts, providers: [listing], hooks: [usage], clock, logger: false });
  onTestFinished(() => prompts.close());
  return { usage, source, prompts, clock };
}

describe('measures', () => {
  test('are summed per version', async () => {
    const { usage } = await start();
    usage.record('it', { score: 0.5, tokens: 812 });
    usage.record('it', { score: -1.5 });
    usage.record('it', { score: 3 }, { version: 'another' });
    expect(await usage.query({ by: ['version'] })).toEqual([
      { version: 'another', reads: 0, measures: { score: { count: 1, sum: 3, min: 3, max: 3 } } },
      {
        version: 'version of old',
        reads: 0,
        measures: {
          score: { count: 2, sum: -1, min: -1.5, max: 0.5 },
          tokens: { count: 1, sum: 812, min: 812, max: 812 },
        },
      },
    ]);
  });

  test('count for the version that is served now', async () => {
    const { usage, source, prompts, clock } = await start();
    const versionNow = async () => {
      usage.record('it', { score: 1 });
      const rows = await usage.query({ by: ['version', 'state'] });
      const sums = Object.fromEntries(
        rows.map(({ version, state, measures }) => [`${state} ${version}`, measures.score?.count]),
      );
      return sums;
    };
    expect(await versionNow()).toEqual({ 'fresh version of old': 1 });
    source.texts.set('a', 'new');
    await prompts.refresh();
    expect(await versionNow()).toMatchObject({ 'fresh version of old': 1, 'fresh version of new': 1 });
    source.texts.clear();
    await clock.advance(61_000);
    prompts.peek('it');
    await clock.advance(0);
    expect(await versionNow()).toMatchObject({ 'stale version of new': 1 });
    await clock.advance(2_000_000);
    const fallback = await prompts.get('it');
    expect(fallback.state).toBe('fallback');
    expect(await versionNow()).toMatchObject({ [`fallback ${fallback.version}`]: 1 });
    source.texts.set('a', 'back');
    await prompts.refresh();
    expect(await versionNow()).toMatchObject({ 'fresh version of back': 1 });
  });

  test('of a prompt that was read before it changed count for the new version', async () => {
    const { usage, source, prompts } = await start();
    await prompts.get('it');
    source.texts.set('a', 'new');
    await prompts.refresh();
    usage.record('it', { score: 1 });
    usage.record('it', { score: 1 });
    const rows = await usage.query({ by: ['version'] });
    expect(rows.map(({ version, reads, measures }) => [version, reads, measures.score?.count])).toEqual([
      ['version of new', 0, 2],
      ['version of old', 1, undefined],
    ]);
  });

  test('can have any name', async () => {
    const usage = startUsage();
    const measures = JSON.parse('{ "__proto__": 1, "constructor": 2, "a b\'c?": 3, "Ä😀": 4 }');
    usage.record('it', measures, { version: '1' });
    const [row] = await usage.query();
    const sums = Object.entries(row?.measures ?? {}).map(([name, { sum }]) => [name, sum]);
    expect(Object.fromEntries(sums)).toEqual(measures);
  });

  test('are accepted for members of a collection that is not loaded, and for any prompt before the start', async () => {
    const { usage } = await start();
    usage.record('later/one', { score: 1 });
    startUsage().record('anything', { score: 1 });
    expect(await usage.query({ by: ['prompt', 'version'] })).toMatchObject([
      { prompt: 'later/one', version: '(other)' },
    ]);
  });
});

describe('record throws', () => {
  test('CONFIG_INVALID with all mistakes', async () => {
    const usage = startUsage();
    const record = usage.record as (...given: unknown[]) => void;
    const measures = { a: Number.NaN, b: Infinity, c: -Infinity, d: '1', e: undefined, f: 1n, g: 1e300, '': 1, ok: 1 };
    expect(() => record('', measures, { version: 7 })).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        issues: ['prompt', 'version', ...'abcdefg']
          .map((key) => ({
            path: key.length === 1 ? `measures.${key}` : key,
            message: expect.any(String),
          }))
          .concat({ path: 'measures.', message: expect.any(String) }),
      }),
    );
    expect(await usage.query()).toEqual([{ reads: 0, measures: {} }]);
  });

  test.each([undefined, null, 7, 'score', [1]])('CONFIG_INVALID for the measures %j', (measures) => {
    const { record } = startUsage();
    expect(() => record('it', measures as never)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  test('PROMPT_UNKNOWN for a prompt that is not configured', async () => {
    const { usage } = await start();
    expect(() => usage.record('that', { score: 1 })).toThrow(
      expect.objectContaining({ code: 'PROMPT_UNKNOWN', message: expect.stringContaining("'that'") }),
    );
  });

  test('CONFIG_INVALID once there are more than 1,000 names of measures', () => {
    const usage = startUsage();
    for (let index = 0; index < 1000; index += 1) usage.record('it', { [`user ${index}`]: 1 });
    expect(() => usage.record('it', { 'one more': 1 })).toThrow(/1000 different names/);
    usage.record('it', { 'user 7': 1 });
  });
});
