import { type Sample, sequentialTest } from '../statistics/sequential-test.ts';

/** Numbers from 0 to 1, the same for each seed: mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What is simulated. */
export interface Simulation {
  readonly tests: number;
  /** The number of times that each test is looked at, evenly spread. */
  readonly looks: number;
  /** The number of units of each test. */
  readonly units: number;
  /** The share of the treatment. Default 0.5. */
  readonly share?: number;
  /** Draws a value of one unit. */
  readonly control: (random: () => number) => number;
  readonly treatment: (random: () => number) => number;
}

/** In how many tests any of the looks found a difference. */
export interface Found {
  readonly sequential: number;
  /** By a t-test as it is usually done, p < 0.05, at each look. */
  readonly naive: number;
}

interface Sums {
  n: number;
  sum: number;
  sumOfSquares: number;
}

const toSample = ({ n, sum, sumOfSquares }: Sums): Sample => ({
  n,
  mean: n === 0 ? 0 : sum / n,
  variance: n < 2 ? 0 : Math.max(0, (sumOfSquares - sum ** 2 / n) / (n - 1)),
});

/** Whether Welch's t-test finds a difference. With these numbers of units, t is practically normal. */
function findsNaively(one: Sample, other: Sample): boolean {
  return Math.abs(other.mean - one.mean) > 1.959964 * Math.sqrt(one.variance / one.n + other.variance / other.n);
}

export function simulate({ tests, looks, units, share = 0.5, control, treatment }: Simulation, seed: number): Found {
  const random = createRandom(seed);
  const found = { sequential: 0, naive: 0 };
  for (let test = 0; test < tests; test += 1) {
    const seen = { sequential: false, naive: false };
    const [a, b]: [Sums, Sums] = [
      { n: 0, sum: 0, sumOfSquares: 0 },
      { n: 0, sum: 0, sumOfSquares: 0 },
    ];
    for (let unit = 1; unit <= units; unit += 1) {
      const isTreated = random() < share;
      const sums = isTreated ? b : a;
      const value = (isTreated ? treatment : control)(random);
      sums.n += 1;
      sums.sum += value;
      sums.sumOfSquares += value * value;
      if (unit % (units / looks) > 0) continue;
      const samples = [toSample(a), toSample(b)] as const;
      seen.sequential ||= (sequentialTest(...samples).p ?? 1) < 0.05;
      seen.naive ||= findsNaively(...samples);
    }
    found.sequential += Number(seen.sequential);
    found.naive += Number(seen.naive);
  }
  return found;
}

/** A unit whose value is 1 with this probability, else 0. */
export const withRate = (rate: number) => (random: () => number) => Number(random() < rate);

/** Log-normal, as latencies are: most are small, a few are very large. */
export const logNormal = (sigma: number) => (random: () => number) =>
  Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
