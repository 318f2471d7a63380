import type { Clock } from '../clock.ts';

/** Failures in a row after which nobody tries any longer. */
const most = 3;

/** Milliseconds until one may try again. */
const rest = 2000;

/** Keeps from trying what has just failed several times. */
export class Breaker {
  readonly #clock: Clock;
  #failures = 0;
  #closedUntil = 0;
  /** When the first call failed since the last that succeeded; on the monotonic clock. */
  failingSince: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether calls fail without being tried. */
  get isOpen(): boolean {
    return this.#failures >= most;
  }

  /** @returns whether the caller may try: while the breaker is open, one at a time now and then. */
  mayTry(): boolean {
    const now = this.#clock.now();
    if (!this.isOpen) return true;
    if (now < this.#closedUntil) return false;
    this.#closedUntil = now + rest;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.failingSince = undefined;
  }

  /** @returns whether that was one failure too many: nobody tries from here on. */
  failed(): boolean {
    const now = this.#clock.now();
    this.#failures += 1;
    this.#closedUntil = now + rest;
    this.failingSince ??= now;
    return this.#failures === most;
  }
}
