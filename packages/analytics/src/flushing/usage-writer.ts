import { randomUUID } from 'node:crypto';
import { retrying } from '@prompts/provider-kit';
import type { Tally } from '../counting/tally.ts';
import { countRows } from '../counting/tally.ts';
import type { UsageEntry } from '../counting/usage-entry.ts';
import type { Hasher } from '../hasher.ts';
import { toRows } from '../store/to-rows.ts';
import type { UsageDatabase } from '../store/usage-database.ts';
import { writeUsage } from '../store/write-usage.ts';

/** How many rows of counts one transaction writes. */
const entriesPerBatch = 2000;

/** Counts that are being written. They stay in memory, with the same id, until the store has confirmed them. */
interface PendingBatch {
  readonly id: string;
  readonly entries: readonly UsageEntry[];
}

export interface UsageWriterParts {
  readonly tally: Tally;
  readonly database: UsageDatabase;
  readonly hasher: Hasher;
  /** The names of dimensions. */
  readonly dimensions: readonly string[];
  /** Epoch ms. */
  now(): number;
}

/** Moves counts from memory to the store. Only one call of a method may be in progress. */
export class UsageWriter {
  readonly #parts: UsageWriterParts;
  #batch: PendingBatch | undefined;
  /** The number of erasures that have been applied to all counts in memory. */
  #lastErasure = 0;
  #hasWritten = false;

  constructor(parts: UsageWriterParts) {
    this.#parts = parts;
  }

  /** Whether anything was ever written. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /** The counts that the store does not have yet. */
  get unwritten(): readonly UsageEntry[] {
    return [...(this.#batch?.entries ?? []), ...this.#parts.tally.entries];
  }

  /**
   * Writes everything.
   * @param onProgress Called when a part of it is written.
   * @throws the error of the store. Nothing is lost then.
   */
  async writeAll(signal: AbortSignal, onProgress: () => void): Promise<void> {
    let lastErasure = this.#lastErasure;
    for (let batch = this.#nextBatch(); batch; batch = this.#nextBatch()) {
      lastErasure = await this.#write(batch, signal);
      this.#hasWritten = true;
      this.#batch = undefined;
      this.#parts.tally.reservedRows = 0;
      onProgress();
    }
    this.#lastErasure = lastErasure;
  }

  /** Records an erasure that has been applied to all counts in memory already. */
  addErasure(erasure: number): void {
    if (erasure === this.#lastErasure + 1) this.#lastErasure = erasure;
  }

  #nextBatch(): PendingBatch | undefined {
    const { tally } = this.#parts;
    if (!this.#batch) {
      const entries = tally.take(entriesPerBatch);
      if (entries.length === 0) return undefined;
      tally.reservedRows = countRows(entries);
      this.#batch = { id: randomUUID(), entries };
    }
    return this.#batch;
  }

  async #write({ id, entries }: PendingBatch, signal: AbortSignal): Promise<number> {
    const { database, hasher, dimensions, now } = this.#parts;
    const hasValues = entries.some((entry) => entry.dimensions.some((value) => value !== null));
    const hash = hasValues ? await hasher.withKey(signal) : (value: string) => value;
    const batch = { id, records: toRows(entries, dimensions, hash) };
    const write = () =>
      database.transaction(signal, (transaction) => writeUsage(transaction, batch, this.#lastErasure, now()));
    return retrying(write, { signal });
  }
}
