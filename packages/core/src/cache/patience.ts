import type { Clock } from '../clock.ts';

/** What a wait gives when its time was over first. */
export const over = Symbol('over');

/** Waits for an event no longer than the time that is left. @throws what the event throws, or the reason of the signal. */
export type Patience = <Result>(event: Promise<Result>) => Promise<Result | typeof over>;

/**
 * Does what waits for something, perhaps several times: the time starts now and covers every wait.
 * @param timeout milliseconds
 */
export async function withPatience<Result>(
  clock: Clock,
  timeout: number,
  signal: AbortSignal | undefined,
  work: (patience: Patience) => Promise<Result>,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<typeof over>();
  const giveUp = () => reject(signal?.reason);
  // Nobody may be waiting when the signal is aborted.
  promise.catch(() => {});
  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp);
  const timer = clock.setTimeout(() => resolve(over), timeout);
  try {
    return await work((event) => Promise.race([event, promise]));
  } finally {
    timer.cancel();
    signal?.removeEventListener('abort', giveUp);
  }
}
