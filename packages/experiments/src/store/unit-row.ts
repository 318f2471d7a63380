/** What the values of a unit add up to, for one metric. */
export interface MetricTotal {
  readonly metric: string;
  sum: number;
  hasPositive: boolean;
}

interface EarlyValue {
  readonly metric: string;
  readonly value: number;
  readonly recordedAtMs: number;
}

/** One unit of an experiment. Lists are created when they are needed: there may be a million units. */
export class UnitRow {
  variant: string | undefined;
  totals: MetricTotal[] | undefined;
  #exposedAtMs = Infinity;
  /** Values from before the exposure. An earlier exposure may still arrive from another process. */
  #early: EarlyValue[] | undefined;

  /** Records an exposure. The earliest one counts. */
  expose(variant: string, exposedAtMs: number): void {
    if (exposedAtMs >= this.#exposedAtMs) return;
    this.variant = variant;
    this.#exposedAtMs = exposedAtMs;
    const values = this.#early;
    this.#early = undefined;
    for (const { metric, value, recordedAtMs } of values ?? []) this.record(metric, value, recordedAtMs);
  }

  /** Whether a value of that time is after the exposure. */
  countsAt(recordedAtMs: number): boolean {
    return recordedAtMs >= this.#exposedAtMs;
  }

  record(metric: string, value: number, recordedAtMs: number): void {
    if (!this.countsAt(recordedAtMs)) {
      this.#early ??= [];
      this.#early.push({ metric, value, recordedAtMs });
      return;
    }
    this.totals ??= [];
    let total = this.totals.find((each) => each.metric === metric);
    if (total === undefined) {
      total = { metric, sum: 0, hasPositive: false };
      this.totals.push(total);
    }
    total.sum += value;
    total.hasPositive ||= value > 0;
  }
}
