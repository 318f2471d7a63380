const hourMs = 3_600_000;

/** The requests that are left in the current hour. */
export class Quota {
  readonly limit: number;
  readonly #now: () => number;
  #used = 0;
  #resetAtMs: number | undefined;

  /**
   * @param limit The requests per hour.
   * @param now Returns the time in epoch milliseconds.
   */
  constructor(limit: number, now: () => number) {
    this.limit = limit;
    this.#now = now;
  }

  get remaining(): number {
    if (this.#resetAtMs !== undefined && this.#now() >= this.#resetAtMs) this.#used = 0;
    return this.limit - this.#used;
  }

  /** In epoch milliseconds. */
  get resetAtMs(): number {
    // The hour begins with its first request.
    if (this.#resetAtMs === undefined || this.#now() >= this.#resetAtMs) {
      this.#resetAtMs = this.#now() + hourMs;
      this.#used = 0;
    }
    return this.#resetAtMs;
  }

  spend(points: number): void {
    if (this.resetAtMs > this.#now()) this.#used = Math.min(this.limit, this.#used + points);
  }

  /** Uses up the quota until the given time in epoch milliseconds. */
  exhaust(resetAtMs: number): void {
    this.#resetAtMs = resetAtMs;
    this.#used = this.limit;
  }

  /** Returns the JSON that `rate_limit` responds with. */
  toJson(): { limit: number; used: number; remaining: number; reset: number } {
    const reset = Math.ceil(this.resetAtMs / 1000);
    return { limit: this.limit, used: this.#used, remaining: this.remaining, reset };
  }
}
