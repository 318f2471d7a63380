import type { Clock } from '@prompts/core';

/** Returned by {@link withinTime} once the time is over. */
export const timedOut: unique symbol = Symbol('timed out');

/** How long a result is waited for. */
export interface TimeLimit {
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Whether somebody waits, so that the process must not end before. Default false. */
  readonly keepsAlive?: boolean;
}

/** Waits for a result, no longer than `timeoutMs`. A rejection that comes later is ignored. */
export async function withinTime<Result>(
  work: Promise<Result>,
  { timeoutMs, clock, keepsAlive = false }: TimeLimit,
): Promise<Result | typeof timedOut> {
  const { promise: end, resolve } = Promise.withResolvers<typeof timedOut>();
  const timer = clock.setTimeout(() => resolve(timedOut), timeoutMs);
  if (keepsAlive) timer.ref?.();
  try {
    return await Promise.race([work, end]);
  } finally {
    timer.cancel();
  }
}
