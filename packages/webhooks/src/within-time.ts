import type { Clock } from '@prompts/core';

/** Waits for a result, no longer than `timeoutMs`. @returns The result, or `late` once the time is over. */
export async function withinTime<Result, Late>(
  work: Promise<Result>,
  { timeoutMs, late, clock }: { readonly timeoutMs: number; readonly late: Late; readonly clock: Clock },
): Promise<Result | Late> {
  const { promise: end, resolve } = Promise.withResolvers<Late>();
  const timer = clock.setTimeout(() => resolve(late), timeoutMs);
  try {
    return await Promise.race([work, end]);
  } finally {
    timer.cancel();
  }
}
