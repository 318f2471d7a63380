/** A share of all units: `from` is included, `to` is not. */
export type Range = readonly [from: number, to: number];

/**
 * Divides the buckets among variants: `getBucketRanges` of GrowthBook's SDKs. If the coverage is raised later, no unit changes
 * its variant.
 * @param weights The share of each variant. Shares that do not sum to 1 within 0.01 are replaced by equal ones.
 * @param coverage The share of all units that takes part, from 0 to 1. Default 1.
 * @returns A range for each weight.
 */
export function rangesOf(weights: readonly number[], coverage: number = 1): [from: number, to: number][] {
  const covered = Math.min(1, Math.max(0, coverage));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const isWhole = total >= 0.99 && total <= 1.01;
  let from = 0;
  return weights.map((given) => {
    const weight = isWhole ? given : 1 / weights.length;
    const range: [number, number] = [from, from + covered * weight];
    from += weight;
    return range;
  });
}

/** Returns the index of the range that contains a bucket, or -1. */
export function indexOfRange(bucket: number, ranges: readonly Range[]): number {
  return ranges.findIndex(([from, to]) => bucket >= from && bucket < to);
}
