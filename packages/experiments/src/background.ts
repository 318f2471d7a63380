import type { Clock } from '@prompts/core';

const intervalMs = 5000;

/** Runs a task 5 seconds after the first call of `request`, and again after each further call, or if it fails. */
export class Background {
  readonly #clock: Clock;
  readonly #task: () => Promise<void>;
  #timer: { cancel(): void } | undefined;
  #isRequested = false;
  #isRunning = false;
  #isCancelled = false;

  constructor(clock: Clock, task: () => Promise<void>) {
    this.#clock = clock;
    this.#task = task;
  }

  request(): void {
    this.#isRequested = true;
    this.#isCancelled = false;
    if (this.#isRunning) return;
    this.#timer ??= this.#clock.setTimeout(() => void this.#run(), intervalMs);
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#isRequested = false;
    this.#isCancelled = true;
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#isRequested = false;
    this.#isRunning = true;
    try {
      await this.#task();
    } catch {
      // The task has reported it.
      this.#isRequested = !this.#isCancelled;
    }
    this.#isRunning = false;
    if (this.#isRequested) this.request();
  }
}
