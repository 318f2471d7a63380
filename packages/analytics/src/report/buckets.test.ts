import { describe, expect, test } from 'vitest';
import { bucketOf, createBuckets, dayMs, hourMs, nameOfBucket } from './buckets.ts';
import { formatBucket, formatRange } from './format-time.ts';
import { tickColumns } from './time-axis.ts';

const noon = Date.UTC(2026, 10, 28, 12);

describe('createBuckets', () => {
  test.each([
    ['hour', 1, 'hour', 1],
    ['four days', 96, 'hour', 96],
    ['more than four days', 97, 'day', 5],
    ['four months', 120 * 24 - 12, 'day', 120],
    ['a year', 365 * 24, 'week', 53],
    ['three years', 3 * 365 * 24, '28 days', 40],
    ['ten years', 10 * 365 * 24, '31 days', 118],
  ])('divides %s into at most 120 columns', (_, hours, name, count) => {
    const buckets = createBuckets(noon - hours * hourMs, noon);
    expect({ name: nameOfBucket(buckets), count: buckets.count }).toEqual({ name, count });
    expect(buckets.startMs + buckets.count * buckets.stepMs).toBeGreaterThanOrEqual(noon);
  });
});

test('bucketOf finds the column of an hour and of a day', () => {
  const hours = createBuckets(noon - 2 * hourMs, noon);
  expect(['2026-11-28T10:00:00.000Z', '2026-11-28T11:00:00.000Z'].map((hour) => bucketOf(hours, hour))).toEqual([0, 1]);
  const weeks = createBuckets(noon - 365 * dayMs, noon);
  expect(['2025-11-28', '2025-12-04', '2025-12-05'].map((day) => bucketOf(weeks, day))).toEqual([0, 0, 1]);
});

describe('ticks of the time', () => {
  const labelsOf = (fromMs: number, toMs: number) => {
    const buckets = createBuckets(fromMs, toMs);
    return tickColumns(buckets).map((column) => formatBucket(buckets, buckets.startMs + column * buckets.stepMs));
  };

  test('stand at round hours, with the date at midnight', () => {
    expect(labelsOf(noon - 22 * hourMs, noon)).toEqual([
      '15:00',
      '18:00',
      '21:00',
      '28 Nov',
      '03:00',
      '06:00',
      '09:00',
    ]);
  });

  test('of days are at most eight', () => {
    expect(labelsOf(noon - 20 * dayMs, noon)).toEqual([
      '8 Nov',
      '11 Nov',
      '14 Nov',
      '17 Nov',
      '20 Nov',
      '23 Nov',
      '26 Nov',
    ]);
  });
});

test('buckets of more than a week are named by their month and year', () => {
  expect(formatBucket(createBuckets(noon - 1000 * dayMs, noon), noon)).toBe('Nov 2026');
});

test('formatRange names whole days by their dates, and other times in UTC', () => {
  const midnight = Date.UTC(2026, 10, 28);
  expect(formatRange(midnight - 2 * dayMs, midnight)).toBe('26 Nov 2026 – 27 Nov 2026, UTC');
  expect(formatRange(midnight - dayMs, midnight)).toBe('27 Nov 2026, UTC');
  expect(formatRange(midnight, noon)).toBe('28 Nov 2026 – 28 Nov 2026, 12:00 UTC');
});
