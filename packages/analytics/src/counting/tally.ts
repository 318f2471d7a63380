import { coarsen, coarsestLevel } from './coarsen.ts';
import { UsageEntries } from './usage-entries.ts';
import type { Place, UsageEntry } from './usage-entry.ts';

/** How many of the oldest entries are merged at a time. It must not take long. */
const entriesPerMerge = 1000;

export interface TallyOptions {
  /** How many rows memory may hold: entries, and their measures. */
  readonly maxRows: number;
  /** Called when the oldest entries are merged. */
  onMerge(): void;
}

/** The counts in memory that are not in the store yet, per hour, prompt, version, state and values of dimensions. */
export class Tally {
  readonly #options: TallyOptions;
  readonly #entries = new UsageEntries();
  /** The oldest counts, which have lost detail. */
  #merged = new UsageEntries();
  #level = 1;
  /** How many more rows are in memory: those that are being written. */
  reservedRows = 0;

  constructor(options: TallyOptions) {
    this.#options = options;
  }

  /** All that is not in the store yet, except for what is being written. */
  get entries(): readonly UsageEntry[] {
    return [...this.#merged, ...this.#entries];
  }

  /** @param atMs The time in epoch ms. */
  addReads(place: Place, reads: number, atMs: number): void {
    this.#entries.addReads(place, reads, atMs);
    this.#limit();
  }

  /** @param atMs The time in epoch ms. */
  addMeasures(place: Place, measures: readonly (readonly [string, number])[], atMs: number): void {
    const summaries = measures.map(([name, value]) => {
      return [name, { count: 1, sum: value, min: value, max: value }] as const;
    });
    this.#entries.addMeasures(place, summaries, atMs);
    this.#limit();
  }

  /** Removes and returns entries, the oldest first. */
  take(maxEntries: number): UsageEntry[] {
    const oldest = this.#merged.take(maxEntries);
    if (this.#merged.rows === 0) this.#level = 1;
    return [...oldest, ...this.#entries.take(maxEntries - oldest.length)];
  }

  /** Removes and returns all entries that meet a condition. */
  remove(isRemoved: (entry: UsageEntry) => boolean): UsageEntry[] {
    return [...this.#merged.take(Infinity, isRemoved), ...this.#entries.take(Infinity, isRemoved)];
  }

  #limit(): void {
    const { maxRows, onMerge } = this.#options;
    while (this.#entries.rows > 0 && this.#entries.rows + this.#merged.rows + this.reservedRows > maxRows) {
      this.#mergeOldest();
      onMerge();
    }
  }

  #mergeOldest(): void {
    const before = this.#merged.rows;
    const oldest = this.#entries.take(entriesPerMerge);
    for (const entry of oldest) this.#merged.addEntry(coarsen(entry, this.#level), entry);
    // Each merge must save half of the rows at least.
    while (this.#level < coarsestLevel && this.#merged.rows - before > countRows(oldest) / 2) {
      this.#level += 1;
      const merged = new UsageEntries();
      for (const entry of this.#merged) merged.addEntry(coarsen(entry, this.#level), entry);
      this.#merged = merged;
    }
  }
}

/** The number of entries, and of their measures. */
export function countRows(entries: readonly UsageEntry[]): number {
  return entries.reduce((sum, { measures }) => sum + 1 + measures.size, 0);
}
