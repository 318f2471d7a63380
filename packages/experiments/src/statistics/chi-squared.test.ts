import { expect, it } from 'vitest';
import { chiSquaredTail } from './chi-squared.ts';

// scipy.stats.chi2.sf of SciPy 1.17.1.
it.each([
  [3.841458820694124, 1, 0.04999999999999989],
  [0.5, 1, 0.47950012218695337],
  [10.83, 1, 0.0009986863791802592],
  [5, 2, 0.0820849986238988],
  [30, 2, 3.0590232050182594e-7],
  [1, 3, 0.8012519569012009],
  [12.3, 3, 0.006423057576577938],
  [100, 4, 9.836624224615988e-21],
  [250, 5, 5.496922467455164e-52],
  [7, 9, 0.6371194071693984],
  [40, 9, 7.598525229464264e-6],
  [1e-6, 1, 0.9992021155721779],
])('chi-squared above %d with %i degrees of freedom has a probability of %d', (value, degrees, probability) => {
  expect(Math.abs(chiSquaredTail(value, degrees) / probability - 1)).toBeLessThan(1e-11);
});

it.each([
  [0, 1, 1],
  [2000, 1, 0],
  [Infinity, 3, 0],
  [5, 0, 1],
])('is exact at its ends: %d, %i', (value, degrees, probability) => {
  expect(chiSquaredTail(value, degrees)).toBe(probability);
});
