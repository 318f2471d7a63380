import { describe, expect, test } from 'vitest';
import {
  formatCompact,
  formatCount,
  formatLift,
  formatMean,
  formatMeans,
  formatProbability,
  formatShare,
  shortenVersion,
  truncate,
} from './format.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('formatCount(%d) is %s', (count, text) => expect(formatCount(count)).toBe(text));

test.each([
  [0, '0'],
  [950, '950'],
  [1500, '1.5k'],
  [20_000_000, '20M'],
  [5e9, '5B'],
])('formatCompact(%d) is %s', (value, text) => expect(formatCompact(value)).toBe(text));

test.each([
  [0, '0'],
  [0.8, '0.8'],
  [0.412345, '0.4123'],
  [-0.5, '−0.5'],
  [812, '812'],
  [1234.56, '1,234.6'],
  [1234567.8, '1,234,568'],
  [0.00001, '1.000e−5'],
  [-2e15, '−2.000e+15'],
])('formatMean(%d) is %s', (mean, text) => expect(formatMean(mean)).toBe(text));

test('formatMeans gives all numbers of a column the same decimals', () => {
  expect(formatMeans([0.8, 0.7712, 0])).toEqual(['0.8000', '0.7712', '0.0000']);
  expect(formatMeans([940, 1210])).toEqual(['940', '1,210']);
});

describe('formatShare', () => {
  test.each([
    [1, 3, '33.3%'],
    [1, 100, '1%'],
    [3, 3, '100%'],
    [0, 0, '0%'],
  ])('%d of %d is %s', (part, whole, text) => expect(formatShare(part, whole)).toBe(text));

  test('says neither 0% nor 100% unless it is exact', () => {
    expect(formatShare(1, 10_000)).toBe('<0.1%');
    expect(formatShare(9_999, 10_000)).toBe('>99.9%');
  });
});

test.each([
  [0.1062, '+10.6%'],
  [-0.1, '−10.0%'],
  [0.00001, '0.0%'],
  [-0.00001, '0.0%'],
  [Number.NEGATIVE_INFINITY, '−∞'],
])('formatLift(%d) is %s', (lift, text) => expect(formatLift(lift)).toBe(text));

test.each([
  [0.00001, '<0.001'],
  [0.0421, '0.042'],
  [0.643, '0.64'],
])('formatProbability(%d) is %s', (p, text) => expect(formatProbability(p)).toBe(text));

test.each([
  ['12', '12'],
  ['9f2c1d7be0a94c4f8f1d6a1b2c3d4e5f60718293', '9f2c1d7'],
  ['W/"9f2c1d7be0a94c4f8f1d"', '9f2c1d7'],
  ['2026-11-28T13:00:00Z', '2026-11-28T13:0…'],
  ['12+5a4a7b8846c7', '12+5a4a7b8'],
  ['9f2c1d7be0a94c4f8f1d6a1b2c3d4e5f60718293+5a4a7b8846c7', '9f2c1d7+5a4a7b8'],
])('shortenVersion(%s) is %s', (version, text) => expect(shortenVersion(version)).toBe(text));

test('truncate counts characters, not halves of them', () => {
  expect(truncate('\u{1f600}'.repeat(5), 3)).toBe('\u{1f600}\u{1f600}…');
  expect(truncate('\u{1f600}'.repeat(3), 3)).toBe('\u{1f600}'.repeat(3));
});
