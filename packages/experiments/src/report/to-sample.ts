import type { Metric } from '../definition/experiment-definition.ts';
import type { Sample } from '../statistics/sequential-test.ts';
import type { MetricSums } from '../store/experiment-store.ts';

const noSums: MetricSums = { units: 0, sum: 0, sumOfSquares: 0, positiveUnits: 0 };

/** Returns mean and variance of a metric over all exposed units. One without a value counts as 0. */
export function toSample({ kind }: Metric, n: number, sums: MetricSums = noSums): Sample {
  if (n === 0) return { n, mean: 0, variance: 0 };
  if (kind === 'proportion') {
    const mean = sums.positiveUnits / n;
    // If all units are alike, the estimate with one more success and one more failure: a variance of 0 would be a certainty.
    const estimate = mean === 0 || mean === 1 ? 1 / (n + 2) : mean;
    return { n, mean, variance: estimate * (1 - estimate) };
  }
  const mean = sums.sum / n;
  return { n, mean, variance: n > 1 ? Math.max(0, (sums.sumOfSquares - sums.sum * mean) / (n - 1)) : 0 };
}
