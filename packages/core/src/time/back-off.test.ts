import { expect, test, vi } from 'vitest';
import { backOffMs } from './back-off.ts';

test.for([
  { failures: 1, random: 0, waitMs: 500 },
  { failures: 1, random: 1, waitMs: 1000 },
  { failures: 2, random: 0.5, waitMs: 1500 },
  { failures: 6, random: 1, waitMs: 32_000 },
  { failures: 7, random: 1, waitMs: 60_000 },
  { failures: 5000, random: 0, waitMs: 30_000 },
])('returns $waitMs ms after $failures failures with the random number $random', ({ failures, random, waitMs }) => {
  using _random = vi.spyOn(Math, 'random').mockReturnValue(random);
  expect(backOffMs(failures, { firstMs: 1000, maxMs: 60_000 })).toBe(waitMs);
});
