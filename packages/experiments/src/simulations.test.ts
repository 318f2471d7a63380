import { describe, expect, it } from 'vitest';
import { logNormal, type Simulation, simulate, withRate } from './test-support/simulation.ts';

// The seed is fixed. The README has these numbers: if one changes, change it there, too.
const seed = 20_261_128;
const looks = 20;

describe('400 tests of two equal variants, each looked at 20 times', () => {
  const aaTest = { tests: 400, looks };
  const equal = (value: Simulation['control']) => ({ control: value, treatment: value });

  it('raise at most 5 % false alarms; with a t-test, several times as many', () => {
    const { sequential, naive } = simulate({ ...aaTest, units: 20_000, ...equal(withRate(0.3)) }, seed);
    expect({ sequential, naive }).toEqual({ sequential: 7, naive: 90 });
    expect(sequential).toBeLessThanOrEqual(0.05 * aaTest.tests);
  });

  it.each<[string, Omit<Simulation, 'tests' | 'looks'>]>([
    ['of a rate of 1 %', { units: 10_000, ...equal(withRate(0.01)) }],
    ['of a rate of 99 %', { units: 10_000, ...equal(withRate(0.99)) }],
    [
      'of which one has a tenth of the units, of a rate of 2 %',
      { units: 10_000, share: 0.1, ...equal(withRate(0.02)) },
    ],
    [
      'of which one has a hundredth of the units, of a rate of 10 %',
      { units: 10_000, share: 0.01, ...equal(withRate(0.1)) },
    ],
    ['of which one has nine tenths of the units, of a mean', { units: 5000, share: 0.9, ...equal(logNormal(1.2)) }],
    ['of few units', { units: 200, ...equal(withRate(0.5)) }],
  ])('raise at most 5 percent false alarms: variants %s', (_, simulation) => {
    const { sequential } = simulate({ ...aaTest, ...simulation }, seed);
    expect(sequential).toBeLessThanOrEqual(0.05 * aaTest.tests);
  });
});

it('200 tests of a lift of 10 %, each looked at 20 times, find it in at least 80 %', () => {
  const lift = { tests: 200, looks, units: 20_000, control: withRate(0.3), treatment: withRate(0.33) };
  const { sequential } = simulate(lift, seed);
  expect(sequential).toBe(187);
  expect(sequential).toBeGreaterThanOrEqual(0.8 * lift.tests);
});
