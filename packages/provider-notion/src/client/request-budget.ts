import { systemClock } from '@prompts/core';
import { rejectOnAbort } from '@prompts/provider-kit';
import { notionError } from '../notion-error.ts';

/** A monotonic clock in milliseconds, and a wait that rejects when the signal is aborted. Replaced in tests. */
export interface BudgetClock {
  now(): number;
  wait(milliseconds: number, signal: AbortSignal): Promise<unknown>;
}

const realClock: BudgetClock = {
  now: () => systemClock.now(),
  async wait(milliseconds, signal) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = systemClock.setTimeout(resolve, milliseconds);
    timer.ref?.();
    await rejectOnAbort(promise, signal).finally(() => timer.cancel());
  },
};

/** A longer pause is an error, so that readers immediately get their last good text. */
const maxPauseMs = 3000;

/**
 * Limits the requests of one token. At most `requestsPerSecond` requests are sent in any second; for rates below 1, one request is sent
 * in a longer time. Others wait, in order of arrival. Source: https://developers.notion.com/reference/request-limits
 */
export class RequestBudget {
  readonly #clock: BudgetClock;
  readonly #count: number;
  readonly #windowMs: number;
  /** The times at which the last requests were sent, oldest first; at most `#count`. */
  readonly #sentAt: number[] = [];
  #queue: Promise<void> = Promise.resolve();
  #pausedUntil = 0;

  constructor(requestsPerSecond: number, clock: BudgetClock = realClock) {
    this.#clock = clock;
    this.#count = Math.max(1, Math.floor(requestsPerSecond));
    this.#windowMs = (this.#count / requestsPerSecond) * 1000;
  }

  /** Delays all requests for the time that Notion asked for. */
  pause(seconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + seconds * 1000);
  }

  /**
   * Waits until a request may be sent, and counts it.
   * @throws `RATE_LIMITED` during a long pause; the reason of the signal if it is aborted.
   */
  async take(signal: AbortSignal): Promise<void> {
    const turn = this.#queue.then(() => this.#waitForTurn(signal));
    this.#queue = turn.catch(() => {});
    await rejectOnAbort(turn, signal);
  }

  async #waitForTurn(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = this.#clock.now();
      const pauseMs = this.#pausedUntil - now;
      if (pauseMs > maxPauseMs) throw rateLimited(Math.ceil(pauseMs / 1000));
      const oldest = this.#sentAt.length < this.#count ? undefined : this.#sentAt[0];
      const waitMs = Math.max(pauseMs, oldest === undefined ? 0 : oldest + this.#windowMs - now);
      if (waitMs <= 0) break;
      await this.#clock.wait(Math.ceil(waitMs), signal);
    }
    if (this.#sentAt.push(this.#clock.now()) > this.#count) this.#sentAt.shift();
  }
}

/** @param retryAfter In seconds. */
export function rateLimited(retryAfter: number | undefined) {
  const wait = retryAfter === undefined ? 'later' : `in ${retryAfter} s`;
  const message = `Notion's rate limit is exceeded: retry ${wait}. If other programs use the same token, lower requestsPerSecond or give them their own token.`;
  return notionError('RATE_LIMITED', message, { retryAfter });
}
