import { measure } from 'mitata';

/** Repeats an operation `times` times. It must store each result: V8 removes operations whose results are unused. */
export type Candidate = (times: number) => unknown | Promise<unknown>;

const rounds = 7;
const operationsPerSample = 1_000;
const nanosecondsPerRound = 60e6;

/**
 * Measures candidates in alternation, so that a busy moment of the machine affects all of them.
 * @returns The nanoseconds of one operation by candidate: the median of the medians of all rounds.
 */
export async function measureInTurns(candidates: Readonly<Record<string, Candidate>>): Promise<Map<string, number>> {
  const medians = new Map<string, number[]>(Object.keys(candidates).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, candidate] of Object.entries(candidates)) {
      const { p50 } = await measure(() => candidate(operationsPerSample), {
        min_cpu_time: nanosecondsPerRound,
        inner_gc: false,
      });
      medians.get(name)?.push(p50 / operationsPerSample);
    }
  }
  return new Map([...medians].map(([name, values]) => [name, median(values)]));
}

/** Returns the median. @param values At least one number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
