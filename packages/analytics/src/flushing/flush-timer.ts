import type { Clock } from '@prompts/core';
import { msToNextHour } from '../counting/read-counter.ts';

/** The longest wait after failures, unless the interval is longer. */
const maxWaitMs = 30_000;

export interface FlushTimerParts {
  readonly clock: Clock;
  readonly intervalMs: number;
  /** Epoch ms. */
  now(): number;
  /** @returns Whether it succeeded. It must not reject. */
  flush(): Promise<boolean>;
}

/** Flushes at an interval, and when an hour ends, so that reads count in their hour. It does not keep the process alive. */
export class FlushTimer {
  readonly #parts: FlushTimerParts;
  #timer: { cancel(): void } | undefined;
  #failures = 0;

  constructor(parts: FlushTimerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.stop();
    const { clock, intervalMs, now } = this.#parts;
    const waitMs = Math.min(intervalMs * 2 ** Math.min(this.#failures, 20), Math.max(intervalMs, maxWaitMs));
    const timer = clock.setTimeout(() => void this.#flush(timer), Math.min(waitMs, msToNextHour(now())));
    this.#timer = timer;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #flush(timer: { cancel(): void }): Promise<void> {
    const hasSucceeded = await this.#parts.flush();
    this.#failures = hasSucceeded ? 0 : this.#failures + 1;
    // It may have been stopped meanwhile.
    if (this.#timer === timer) this.start();
  }
}
