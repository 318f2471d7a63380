import { setTimeout as delay } from 'node:timers/promises';
import { PromptError } from '@prompts/core';
import { backOffMs } from '@prompts/core/back-off';

/** Options of {@link retrying}. */
export interface RetryOptions {
  /** Once it is aborted, no further call is made and a wait ends immediately. */
  readonly signal: AbortSignal;
  /** The maximum number of calls, including the first. Default: 3. */
  readonly attempts?: number | undefined;
  /** The longest wait between two calls, in seconds. Default: 5. */
  readonly longestWait?: number | undefined;
  /** Waits that many milliseconds or until the signal is aborted; for tests. Default: real time. */
  readonly wait?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined;
}

const firstWaitMs = 250;

/**
 * Calls `work`, which must be safe to repeat, until it succeeds or a retry can't help. It retries only after a PromptError
 * whose `retryable` is true. The first wait is 250 ms; waits double, times a random factor between 0.5 and 1. A wait is
 * never shorter than the error's `retryAfter`; if that is more than `longestWait`, there is no retry.
 *
 * Core retries failed loads by itself. Use this for a call within a load that would be expensive to start again.
 * @returns The result of `work`.
 * @throws The last error of `work`, unchanged; the reason of the signal if it is aborted.
 */
export async function retrying<Result>(
  work: () => Promise<Result>,
  { signal, attempts = 3, longestWait = 5, wait = sleep }: RetryOptions,
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

async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  // It rejects when the signal is aborted; the caller throws the signal's reason.
  await delay(milliseconds, undefined, { signal }).catch(() => {});
}
