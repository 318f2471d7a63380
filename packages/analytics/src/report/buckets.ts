export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** The most columns of a chart: more are narrower than two pixels on a phone. */
const maxBuckets = 120;

/** Equal spans of time in UTC, one column of a chart each. */
export interface Buckets {
  /** What the store is asked to group by. A bucket may be several of them. */
  readonly unit: 'hour' | 'day';
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** Divides a range into hours, days or weeks, or four weeks if it is of several years. */
export function createBuckets(fromMs: number, toMs: number): Buckets {
  const hours = Math.ceil((toMs - fromMs) / hourMs);
  if (hours <= 4 * 24)
    return { unit: 'hour', startMs: floorTo(fromMs, hourMs), stepMs: hourMs, count: Math.max(hours, 1) };
  const startMs = floorTo(fromMs, dayMs);
  const days = Math.ceil((toMs - startMs) / dayMs);
  const step = [1, 7, 28].find((each) => days / each <= maxBuckets) ?? Math.ceil(days / maxBuckets);
  return { unit: 'day', startMs, stepMs: step * dayMs, count: Math.ceil(days / step) };
}

/** Returns the index of the bucket that an `hour` or `day` of a row belongs to. The first and the last one take what is outside. */
export function bucketOf({ startMs, stepMs, count }: Buckets, hourOrDay: string): number {
  const index = Math.floor((Date.parse(hourOrDay) - startMs) / stepMs);
  return Math.min(Math.max(index, 0), count - 1);
}

/** Returns what one column of a chart is: 'hour', 'day', 'week', '28 days'. */
export function nameOfBucket({ unit, stepMs }: Buckets): string {
  if (unit === 'hour' || stepMs === dayMs) return unit;
  return stepMs === 7 * dayMs ? 'week' : `${stepMs / dayMs} days`;
}

function floorTo(timeMs: number, stepMs: number): number {
  return Math.floor(timeMs / stepMs) * stepMs;
}
