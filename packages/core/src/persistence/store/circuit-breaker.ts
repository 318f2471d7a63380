import type { Clock } from '../../time/clock.ts';

/** The number of failures in a row that opens the breaker. */
const maxFailures = 3;

/** How long an open breaker refuses calls before it admits one. */
const openMs = 2000;

/** Stops calls to something that has failed several times in a row, and admits one from time to time to check whether it works again. */
export class CircuitBreaker {
  readonly #clock: Clock;
  #failures = 0;
  #refuseUntil = 0;
  /** When the first call failed since the last success, on the monotonic clock. */
  failingSince: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns Whether the caller may try: while the breaker is open, one call per {@link openMs}. */
  mayTry(): boolean {
    const now = this.#clock.now();
    if (this.#failures < maxFailures) return true;
    if (now < this.#refuseUntil) return false;
    this.#refuseUntil = now + openMs;
    return true;
  }

  recordSuccess(): void {
    this.#failures = 0;
    this.failingSince = undefined;
  }

  /** @returns Whether this failure opened the breaker. */
  recordFailure(): boolean {
    const now = this.#clock.now();
    this.#failures += 1;
    this.#refuseUntil = now + openMs;
    this.failingSince ??= now;
    return this.#failures === maxFailures;
  }
}
