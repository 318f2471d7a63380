import { PromptError } from '@prompts/core';
import { chiSquaredTail } from './chi-squared.ts';

/** How well the numbers of units fit the weights. */
export interface SampleRatio {
  /** Pearson's statistic; Infinity if there are units where the weight is 0. */
  readonly chi2: number;
  /** The probability of numbers at least as unlikely as these, if units are assigned by the weights. */
  readonly p: number;
}

/**
 * Tests whether units were assigned by their weights, with Pearson's chi-squared test. A small `p` means that something loses
 * units of one variant, and that the variants can't be compared.
 * @param counts The number of units of each variant.
 * @param weights The weight of each variant, in the same order. They need not sum to 1.
 * @throws PromptError `CONFIG_INVALID` if the lists differ in length, or contain something that is not a finite number of at least 0.
 */
export function sampleRatio(counts: readonly number[], weights: readonly number[]): SampleRatio {
  const isValid = [...counts, ...weights].every((value) => Number.isFinite(value) && value >= 0);
  if (!isValid || counts.length !== weights.length) {
    const message = 'sampleRatio needs as many counts as weights, all of them finite numbers of at least 0';
    throw new PromptError('CONFIG_INVALID', message);
  }
  const units = sum(counts);
  const totalWeight = sum(weights);
  if (units === 0) return { chi2: 0, p: 1 };
  const chi2 = sum(
    counts.map((count, index) => {
      const expected = (units * (weights[index] as number)) / totalWeight;
      return expected > 0 ? (count - expected) ** 2 / expected : count > 0 ? Infinity : 0;
    }),
  );
  const degrees = Math.max(0, weights.filter((weight) => weight > 0).length - 1);
  return { chi2, p: chi2 === Infinity ? 0 : chiSquaredTail(chi2, degrees) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
