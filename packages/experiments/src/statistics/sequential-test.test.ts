import { describe, expect, it } from 'vitest';
import { type Sample, sequentialTest } from './sequential-test.ts';

const proportion = (successes: number, n: number): Sample => {
  const mean = successes / n;
  return { n, mean, variance: mean * (1 - mean) };
};
const fromSums = (sum: number, sumOfSquares: number, n: number): Sample => ({
  n,
  mean: sum / n,
  variance: (sumOfSquares - sum ** 2 / n) / (n - 1),
});

// packages/stats/tests/frequentist/test_tests.py of GrowthBook: test_sequential_test_runs, test_sequential_test_runs_prop.
describe("GrowthBook's numbers", () => {
  it('of a mean', () => {
    const [control, treatment] = [fromSums(1396.87, 52377.9767, 3000), fromSums(2422.7, 134698.29, 3461)];
    const { lift, interval, p } = sequentialTest(control, treatment, { tuning: 1000 });
    expect(lift).toBeCloseTo(0.50336, 5);
    expect(interval?.[0]).toBeCloseTo(-0.55844, 5);
    expect(interval?.[1]).toBeCloseTo(1.56516, 5);
    expect(p).toBe(1);
  });

  it('of a proportion', () => {
    const { lift, interval, p } = sequentialTest(proportion(1396, 3000), proportion(2422, 3461));
    expect(lift).toBeCloseTo(0.50386, 5);
    expect(interval?.[0]).toBeCloseTo(0.40098, 5);
    expect(interval?.[1]).toBeCloseTo(0.60675, 5);
    expect(p).toBeCloseTo(0, 5);
  });
});

describe('the interval excludes 0 exactly if p is below alpha', () => {
  const [control, treatments] = [proportion(300, 1000), [0, 1, 200, 238, 239, 240, 300, 366, 367, 368, 400, 1000]];
  it.each(treatments)('%i of 1,000 compared with 300', (successes) => {
    const { interval, p } = sequentialTest(control, proportion(successes, 1000));
    expect((interval?.[0] ?? 0) > 0 || (interval?.[1] ?? 0) < 0).toBe((p ?? 1) < 0.05);
  });

  it('even if the mean of the control is so near 0 that the size of the lift is unknown', () => {
    const { interval, p } = sequentialTest(proportion(1, 1000), proportion(500, 1000));
    expect(p).toBeLessThan(1e-50);
    expect(interval?.[0]).toBeGreaterThan(0);
    expect(interval?.[1]).toBeGreaterThan(1000);
  });
});

it('is symmetric in the direction, and relative to the absolute mean of the control', () => {
  const [high, low] = [
    { n: 500, mean: 11, variance: 4 },
    { n: 500, mean: 10, variance: 4 },
  ];
  const [up, down] = [sequentialTest(low, high), sequentialTest(high, low)];
  expect(up.p).toBeCloseTo(down.p as number, 12);
  const negative = sequentialTest({ ...low, mean: -10 }, { ...low, mean: -9 });
  expect(negative.lift).toBeCloseTo(0.1, 12);
  expect(negative.interval?.[0]).toBeLessThan(0.1);
});

describe('without enough data', () => {
  const some = proportion(3, 10);
  it.each<[string, Sample, Sample]>([
    ['no units', { n: 0, mean: 0, variance: 0 }, some],
    ['one unit', some, { n: 1, mean: 1, variance: 0 }],
  ])('it says nothing: %s', (_, control, treatment) => {
    expect(sequentialTest(control, treatment)).toEqual({});
  });

  it('it gives no interval if no variance is known', () => {
    expect(sequentialTest({ n: 5, mean: 2, variance: 0 }, { n: 5, mean: 3, variance: 0 })).toEqual({ lift: 0.5 });
    expect(sequentialTest(some, { n: 5, mean: Infinity, variance: Number.NaN })).toEqual({});
  });

  it('it gives no lift if the mean of the control is 0, but tests the difference', () => {
    const few = sequentialTest(proportion(0, 10), proportion(3, 10));
    expect(few).toEqual({ p: expect.closeTo(0.951, 3) });
    expect(sequentialTest(proportion(0, 1000), proportion(300, 1000)).p).toBeLessThan(1e-20);
  });
});

it.each([
  ['alpha', { alpha: 0 }],
  ['alpha', { alpha: 1 }],
  ['alpha', { alpha: Number.NaN }],
  ['tuning', { tuning: 0 }],
  ['tuning', { tuning: Infinity }],
])('rejects an invalid %s: %o', (name, options) => {
  const test = () => sequentialTest(proportion(1, 10), proportion(2, 10), options);
  expect(test).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(name) }));
});
