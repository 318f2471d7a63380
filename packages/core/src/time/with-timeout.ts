import type { Abortable } from './abortable.ts';
import type { Clock } from './clock.ts';

/** What {@link WaitFor} resolves with when the time was over first. */
export const timedOut = Symbol('timed out');

/** Waits for a promise, no longer than the time that remains. @throws what the promise rejects with, or the signal's reason. */
export type WaitFor = <Result>(promise: Promise<Result>) => Promise<Result | typeof timedOut>;

/**
 * Runs work that waits, perhaps several times. The time starts now and covers all of its waits.
 * @param signal Ends every wait when aborted.
 * @param work Is given the function to wait with.
 */
export async function withTimeout<Result>(
  clock: Clock,
  timeoutMs: number,
  signal: Abortable | undefined,
  work: (waitFor: WaitFor) => Promise<Result>,
): Promise<Result> {
  const { promise: end, resolve, reject } = Promise.withResolvers<typeof timedOut>();
  const abort = () => reject(signal?.reason);
  // Nothing may be waiting when the signal is aborted.
  end.catch(() => {});
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  const timer = clock.setTimeout(() => resolve(timedOut), timeoutMs);
  try {
    return await work((promise) => Promise.race([promise, end]));
  } finally {
    timer.cancel();
    signal?.removeEventListener('abort', abort);
  }
}
