const hour = 3_600_000;

/** What is left of an hour's requests. */
export class Quota {
  readonly limit: number;
  readonly #now: () => number;
  #used = 0;
  #resetAt: number | undefined;

  /** @param now in ms since 1970. */
  constructor(limit: number, now: () => number) {
    this.limit = limit;
    this.#now = now;
  }

  get remaining(): number {
    if (this.#resetAt !== undefined && this.#now() >= this.#resetAt) this.#used = 0;
    return this.limit - this.#used;
  }

  /** In ms since 1970. */
  get resetAt(): number {
    // The hour begins with the first request that asks.
    if (this.#resetAt === undefined || this.#now() >= this.#resetAt) {
      this.#resetAt = this.#now() + hour;
      this.#used = 0;
    }
    return this.#resetAt;
  }

  spend(points: number): void {
    if (this.resetAt > this.#now()) this.#used = Math.min(this.limit, this.#used + points);
  }

  /** Nothing is left until then, in ms since 1970. */
  exhaust(resetAt: number): void {
    this.#resetAt = resetAt;
    this.#used = this.limit;
  }

  /** As `rate_limit` tells it. */
  toJson(): { limit: number; used: number; remaining: number; reset: number } {
    const reset = Math.ceil(this.resetAt / 1000);
    return { limit: this.limit, used: this.#used, remaining: this.remaining, reset };
  }
}
