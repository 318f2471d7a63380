import { measure } from 'mitata';

/** Reads or renders `times` times; async candidates await each. The result of each must be stored, or V8 drops the work. */
export type Candidate = (times: number) => unknown | Promise<unknown>;

const rounds = 7;
const timesPerSample = 1_000;
const nanosecondsPerRound = 60e6;

/**
 * Measures candidates in turns, so that a busy moment of the machine hits all of them.
 * @returns Nanoseconds of one operation: the median of the rounds' medians, by candidate.
 */
export async function measureInTurns(candidates: Readonly<Record<string, Candidate>>): Promise<Map<string, number>> {
  const medians = new Map<string, number[]>(Object.keys(candidates).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, candidate] of Object.entries(candidates)) {
      const { p50 } = await measure(() => candidate(timesPerSample), {
        min_cpu_time: nanosecondsPerRound,
        inner_gc: false,
      });
      medians.get(name)?.push(p50 / timesPerSample);
    }
  }
  return new Map([...medians].map(([name, values]) => [name, median(values)]));
}

/** @param values At least one number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
