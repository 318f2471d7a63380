import type { FakeClock } from '../../testing/fake-clock.ts';

/** Advances the clock until work is over. @throws an Error if that takes longer than `maxMs`. */
export async function whileTimePasses<Result>(
  clock: FakeClock,
  work: Promise<Result>,
  maxMs: number,
  what: string,
): Promise<Result> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  work.then(end, end);
  const endAt = clock.now() + maxMs;
  await clock.advance(0);
  while (!isOver && clock.now() < endAt) await clock.advance(maxMs / 60);
  if (!isOver) throw new Error(`${what} takes longer than ${maxMs} ms`);
  return work;
}
