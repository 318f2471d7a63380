import { expect, it } from 'vitest';
import { sampleRatio } from './sample-ratio.ts';

it('compares counts with weights', () => {
  // scipy.stats.chisquare([5100, 4900]) of SciPy 1.17.1.
  const { chi2, p } = sampleRatio([5100, 4900], [0.5, 0.5]);
  expect(chi2).toBeCloseTo(4, 12);
  expect(p).toBeCloseTo(0.04550026389635857, 14);
  expect(sampleRatio([900, 100], [0.9, 0.1])).toEqual({ chi2: 0, p: 1 });
  expect(sampleRatio([900, 160], [0.9, 0.1]).p).toBeLessThan(0.001);
});

it('does not depend on the sum of the weights', () => {
  expect(sampleRatio([30, 70], [3, 5])).toEqual(sampleRatio([30, 70], [0.375, 0.625]));
});

it('is certain of a mismatch if there are units where the weight is 0, and ignores such variants otherwise', () => {
  expect(sampleRatio([10, 1], [1, 0])).toEqual({ chi2: Infinity, p: 0 });
  expect(sampleRatio([10, 12, 0], [0.5, 0.5, 0])).toEqual(sampleRatio([10, 12], [0.5, 0.5]));
});

it.each([[[0, 0]], [[]]])('has nothing to say without units: %j', (counts) => {
  expect(
    sampleRatio(
      counts,
      counts.map(() => 0.5),
    ),
  ).toEqual({ chi2: 0, p: 1 });
});

it.each([
  ['lists of different lengths', [1, 2], [1]],
  ['a negative count', [-1, 2], [0.5, 0.5]],
  ['a weight that is not a number', [1, 2], [0.5, Number.NaN]],
])('rejects %s', (_, counts, weights) => {
  expect(() => sampleRatio(counts, weights)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});
