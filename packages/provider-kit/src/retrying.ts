import { setTimeout as sleep } from 'node:timers/promises';
import { PromptError } from '@prompts/core';
import { backOffMs } from '@prompts/core/back-off';

export interface RetryOptions {
  /** The caller's: once it is aborted there is no further call, and a wait ends at once. */
  readonly signal: AbortSignal;
  /** Calls at most, the first one included. Default 3. */
  readonly attempts?: number;
  /** Seconds that one wait may take. Default 5. */
  readonly longestWait?: number;
  /** Waits so many ms, and no longer once the signal is aborted. Default: real time. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The longest wait before the second call. */
const firstWaitMs = 250;

/**
 * Calls `work`, which must be safe to repeat, until it succeeds or trying again won't help. Only a {@link PromptError} that
 * says `retryable` is met with another call. The waits double, times a random factor between 0.5 and 1, and are never
 * shorter than the error's `retryAfter`; who asks for more than `longestWait` is not asked again here.
 *
 * Core backs off by itself: this is for a call within a load that would be expensive to begin again.
 * @returns what `work` gives.
 * @throws the last error of `work`, as it was; the reason of the signal, where that ended the waiting.
 */
export async function retrying<Result>(
  work: () => Promise<Result>,
  { signal, attempts = 3, longestWait = 5, wait = realTime }: RetryOptions,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !PromptError.isInstance(error) || !error.retryable) throw error;
      const { retryAfter = 0 } = error;
      if (retryAfter > longestWait) throw error;
      const waitMs = backOffMs(attempt, { firstMs: firstWaitMs, maxMs: longestWait * 1000 });
      await wait(Math.max(retryAfter * 1000, waitMs), signal);
    }
  }
}

async function realTime(milliseconds: number, signal: AbortSignal): Promise<void> {
  // It rejects with an error of its own when aborted; the caller's reason comes next.
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}
