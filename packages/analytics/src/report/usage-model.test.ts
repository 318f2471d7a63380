import { describe, expect, test } from 'vitest';
import { createBuckets } from './buckets.ts';
import { mergeVersions, type ReportRow, summariseUsage } from './usage-model.ts';

const buckets = createBuckets(Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 11));

const rowOf = (row: Partial<ReportRow>): ReportRow => ({
  ...{ prompt: 'support', version: '1', state: 'fresh', day: '2026-11-01', hour: '', reads: 0, measures: {} },
  ...row,
});

describe('summariseUsage', () => {
  test('adds up reads per prompt, version, state and day', () => {
    const [support] = summariseUsage(
      [
        rowOf({ reads: 5 }),
        rowOf({ reads: 2, state: 'stale' }),
        rowOf({ reads: 1, state: 'fallback', day: '2026-11-03' }),
        rowOf({ reads: 4, version: '2', day: '2026-11-03' }),
      ],
      buckets,
    );
    expect(support).toMatchObject({
      ...{ name: 'support', reads: 12, stale: 2, fallback: 1 },
      series: [7, 0, 5, 0, 0, 0, 0, 0, 0, 0],
      staleSeries: [2, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      fallbackSeries: [0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
      versions: [
        { version: '1', reads: 8, stale: 2, fallback: 1, series: [7, 0, 1, 0, 0, 0, 0, 0, 0, 0] },
        { version: '2', reads: 4, stale: 0, fallback: 0, series: [0, 0, 4, 0, 0, 0, 0, 0, 0, 0] },
      ],
    });
  });

  test('adds up measures over rows', () => {
    const rows = [
      rowOf({ measures: { score: { count: 2, sum: 1, min: 0, max: 1 } } }),
      rowOf({ day: '2026-11-02', measures: { score: { count: 1, sum: 5, min: 5, max: 5 } } }),
    ];
    const measures = summariseUsage(rows, buckets)[0]?.versions[0]?.measures;
    expect(measures).toEqual(new Map([['score', { count: 3, sum: 6, min: 0, max: 5 }]]));
  });

  test('puts the most read prompt first', () => {
    const rows = [rowOf({ prompt: 'b', reads: 1 }), rowOf({ prompt: 'c', reads: 2 }), rowOf({ prompt: 'a', reads: 1 })];
    expect(summariseUsage(rows, buckets).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  });

  test('orders versions by their first appearance, then as numbers', () => {
    const rows = ['10', '9', 'draft'].map((version) => rowOf({ version, reads: 1, day: '2026-11-05' }));
    const versions = summariseUsage([...rows, rowOf({ version: 'z', reads: 1 })], buckets)[0]?.versions;
    expect(versions?.map(({ version }) => version)).toEqual(['z', '9', '10', 'draft']);
  });

  test('tells a prompt, version or measure apart that is named as a property of objects is', () => {
    const measures = { constructor: { count: 1, sum: 2, min: 2, max: 2 } };
    const [prompt] = summariseUsage(
      [rowOf({ prompt: '__proto__', version: 'constructor', reads: 1, measures })],
      buckets,
    );
    expect(prompt).toMatchObject({ name: '__proto__', reads: 1, versions: [{ version: 'constructor' }] });
    expect(prompt?.versions[0]?.measures.get('constructor')?.sum).toBe(2);
  });
});

describe('mergeVersions', () => {
  const reads = [5, 90, 3, 80, 4];
  const rows = reads.map((count, index) =>
    rowOf({
      ...{ version: `v${index}`, reads: count, day: `2026-11-0${index + 1}` },
      measures: { score: { count: 1, sum: index, min: index, max: index } },
    }),
  );
  const versions = summariseUsage(rows, buckets)[0]?.versions ?? [];

  test('keeps the newest and the most read versions, and adds up the others', () => {
    const merged = mergeVersions(versions, 3);
    expect(merged.map(({ version, versions: count, reads }) => ({ version, count, reads }))).toEqual([
      { version: undefined, count: 2, reads: 8 },
      { version: 'v1', count: 1, reads: 90 },
      { version: 'v3', count: 1, reads: 80 },
      { version: 'v4', count: 1, reads: 4 },
    ]);
    expect(merged[0]?.series.slice(0, 4)).toEqual([5, 0, 3, 0]);
    expect(merged[0]?.measures.get('score')).toEqual({ count: 2, sum: 2, min: 0, max: 2 });
  });

  test('changes nothing if there are few', () => {
    expect(mergeVersions(versions, 5)).toBe(versions);
  });
});
