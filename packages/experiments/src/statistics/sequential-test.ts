import { PromptError } from '@prompts/core';

/** What is known of one metric in one variant. */
export interface Sample {
  /** The number of units. */
  readonly n: number;
  readonly mean: number;
  /** The variance of the units, not of their mean. */
  readonly variance: number;
}

/** How a test is made. */
export interface SequentialTestOptions {
  /** The probability of a false alarm, over all looks together. Default 0.05. */
  readonly alpha?: number | undefined;
  /** The number of units, of both variants, at which the interval is narrowest compared with that of a test with one look. Default 5,000. */
  readonly tuning?: number | undefined;
}

/** The result of a comparison. What can't be computed is absent. */
export interface SequentialTest {
  /** (treatment − control) / |control|. Absent if the mean of the control is 0. */
  readonly lift?: number;
  /** Contains the true lift at all looks together with a probability of 1 − alpha. */
  readonly interval?: readonly [low: number, high: number];
  /** Below alpha exactly if the interval excludes 0. */
  readonly p?: number;
}

/**
 * Compares two variants. The result may be looked at any number of times, while units are still coming: the probability that any
 * of the looks raises a false alarm is at most alpha. A usual t-test allows one look.
 *
 * Asymptotic confidence sequences of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and
 * asymptotic confidence sequences" (arXiv 2103.06476v7, equations 9, 155 and 161), with the number of units of both variants as
 * time. The interval of the lift is made by the delta method, as in GrowthBook's sequential tests. `p` tests the difference of the
 * means. Where the two disagree, the interval is corrected to agree with `p`: the delta method is too optimistic if the mean of the
 * treatment is near 0 (in simulations with rates of 1 %, it raised false alarms in 12 % of the tests), and blind if that of the
 * control is.
 * @throws PromptError `CONFIG_INVALID` if alpha is not between 0 and 1, or tuning not above 0.
 */
export function sequentialTest(
  control: Sample,
  treatment: Sample,
  { alpha = 0.05, tuning = 5000 }: SequentialTestOptions = {},
): SequentialTest {
  if (!(alpha > 0 && alpha < 1)) throw new PromptError('CONFIG_INVALID', 'alpha must be between 0 and 1');
  if (!(tuning > 0 && tuning < Infinity)) throw new PromptError('CONFIG_INVALID', 'tuning must be a number above 0');
  if (!(control.n > 1 && treatment.n > 1)) return {};
  const { mean } = control;
  const difference = treatment.mean - mean;
  const variance = varianceOfDifference(control, treatment);
  const lift = difference / Math.abs(mean);
  const base = Number.isFinite(lift) ? { lift } : {};
  if (!(variance > 0 && variance < Infinity && Number.isFinite(difference))) return base;

  const n = control.n + treatment.n;
  const logAlpha = Math.log(alpha);
  const rho2 = (-2 * logAlpha + Math.log(1 - 2 * logAlpha)) / tuning;
  const growth = n * rho2 + 1;
  const z2 = difference ** 2 / variance;
  const p = Math.min(1, Math.sqrt(growth) * Math.exp((-z2 * (growth - 1)) / (2 * growth)));
  /** The number of standard errors from the estimate to the ends of the interval. */
  const reach = Math.sqrt(((2 * growth) / (growth - 1)) * Math.log(Math.sqrt(growth) / alpha));

  const plainWidth = (reach * Math.sqrt(variance)) / Math.abs(mean);
  const relativeVariance =
    treatment.variance / treatment.n + (control.variance / control.n) * (treatment.mean / mean) ** 2;
  const width = Math.max(plainWidth, (reach * Math.sqrt(relativeVariance)) / Math.abs(mean));
  if (!Number.isFinite(lift) || !Number.isFinite(width)) return { ...base, p };
  const isSeen = Math.abs(lift) > plainWidth;
  const low = isSeen && lift > 0 && lift <= width ? lift - plainWidth : lift - width;
  const high = isSeen && lift < 0 && -lift <= width ? lift + plainWidth : lift + width;
  return { ...base, interval: [low, high], p };
}

/**
 * The larger of Welch's estimate and the pooled one. Welch's is too small if the smaller variant has few units, and by chance none of
 * the rare values.
 */
function varianceOfDifference(one: Sample, other: Sample): number {
  const pooled = ((one.n - 1) * one.variance + (other.n - 1) * other.variance) / (one.n + other.n - 2);
  return Math.max(one.variance / one.n + other.variance / other.n, pooled / one.n + pooled / other.n);
}
