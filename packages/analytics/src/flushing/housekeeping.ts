import type { Clock } from '@prompts/core';
import { retrying } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import { hourOf } from '../counting/read-counter.ts';
import { removeErasedValues } from '../store/erasures.ts';
import { removeFlushIds } from '../store/flush-ids.ts';
import { removeExpired } from '../store/remove-expired.ts';
import type { UsageDatabase } from '../store/usage-database.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How long other processes may hold counts that they could not write. */
const maxOutageMs = 7 * dayMs;

/** How many transactions remove expired rows at a time. */
const maxTransactions = 20;

export interface HousekeepingParts {
  readonly database: UsageDatabase;
  /** How long counts are kept; undefined: forever. */
  readonly keepDays: number | undefined;
  readonly clock: Clock;
  /** Epoch ms. */
  now(): number;
}

/** Removes what has expired from the store, once an hour. */
export class Housekeeping {
  readonly #parts: HousekeepingParts;
  /** On the monotonic clock, as the next two. */
  #nextAt = -Infinity;
  #steadySince = -Infinity;
  /** The epoch ms at which the monotonic clock was 0. */
  #origin: number;

  constructor(parts: HousekeepingParts) {
    this.#parts = parts;
    this.#origin = parts.now() - parts.clock.now();
  }

  /** The first hour that is kept; undefined if all are. */
  get firstHour(): number | undefined {
    const { keepDays, now } = this.#parts;
    return keepDays === undefined ? undefined : hourOf(now() - keepDays * dayMs);
  }

  get isDue(): boolean {
    return this.#parts.clock.now() >= this.#nextAt;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { database, clock, now } = this.#parts;
    this.#nextAt = clock.now() + hourMs;
    // A clock that was set to a time in the far future must not remove everything.
    if (!this.#isSteady()) return;
    const beforeMs = now() - maxOutageMs;
    // Another process may be removing the same.
    const run = <Result>(work: (transaction: Knex) => Promise<Result>) =>
      retrying(() => database.transaction(signal, work), { signal });
    await run((transaction) => removeFlushIds(transaction, beforeMs));
    await run((transaction) => removeErasedValues(transaction, beforeMs));
    const { firstHour } = this;
    if (firstHour === undefined) return;
    for (let count = 0; count < maxTransactions; count += 1) {
      if (!(await run((transaction) => removeExpired(transaction, firstHour)))) return;
    }
    this.#nextAt = -Infinity;
  }

  /** Whether the wall clock has not been set in the last hour. */
  #isSteady(): boolean {
    const { clock, now } = this.#parts;
    const origin = now() - clock.now();
    if (Math.abs(origin - this.#origin) > hourMs) {
      this.#origin = origin;
      this.#steadySince = clock.now() + hourMs;
    }
    return clock.now() >= this.#steadySince;
  }
}
