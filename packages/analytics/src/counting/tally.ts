import type { MeasureSummary } from '../usage.ts';
import { mergeOldest } from './merge-oldest.ts';
import { addSummaries, type Place, type UsageEntry } from './usage-entry.ts';

export interface TallyOptions {
  /** How many rows memory may hold. Each measure of a row counts as one. */
  readonly maxRows: number;
  /** Called after the oldest rows were merged. */
  onMerge(): void;
}

/** The counts in memory that are not in the store yet, one row per hour, prompt, version, state and values of dimensions. */
export class Tally {
  readonly #options: TallyOptions;
  readonly #entries = new Map<string, UsageEntry>();
  #rows = 0;
  /** How many more rows are in memory: those that are being written. */
  reservedRows = 0;

  constructor(options: TallyOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  /** All that is not in the store yet, except for what is being written. */
  get entries(): Iterable<UsageEntry> {
    return this.#entries.values();
  }

  /** @param atMs The time in epoch ms. */
  addReads(place: Place, reads: number, atMs: number): void {
    this.#entryAt(place, atMs).reads += reads;
    this.#limit();
  }

  /** @param atMs The time in epoch ms. */
  addMeasures(place: Place, measures: Iterable<readonly [string, number]>, atMs: number): void {
    const entry = this.#entryAt(place, atMs);
    for (const [name, value] of measures)
      this.#addSummary(entry, name, { count: 1, sum: value, min: value, max: value });
    this.#limit();
  }

  /** Removes and returns rows, the oldest first. */
  take(maxEntries: number): UsageEntry[] {
    const taken = [...this.#entries].toSorted(([, one], [, two]) => one.hour - two.hour).slice(0, maxEntries);
    for (const [key] of taken) this.#entries.delete(key);
    const entries = taken.map(([, entry]) => entry);
    this.#rows -= countRows(entries);
    return entries;
  }

  /** Removes rows. @returns Those. */
  remove(isRemoved: (entry: UsageEntry) => boolean): UsageEntry[] {
    const removed: UsageEntry[] = [];
    for (const [key, entry] of this.#entries) {
      if (!isRemoved(entry)) continue;
      this.#entries.delete(key);
      removed.push(entry);
    }
    this.#rows -= countRows(removed);
    return removed;
  }

  #entryAt({ hour, prompt, version, state, dimensions }: Place, atMs: number): UsageEntry {
    const key = keyOf(hour, prompt, version, state, dimensions);
    const known = this.#entries.get(key);
    if (known) return known;
    const entry = { hour, prompt, version, state, dimensions, since: atMs, reads: 0, measures: new Map() };
    this.#entries.set(key, entry);
    this.#rows += 1;
    return entry;
  }

  #addSummary(entry: UsageEntry, name: string, summary: MeasureSummary): void {
    const known = entry.measures.get(name);
    if (!known) this.#rows += 1;
    entry.measures.set(name, addSummaries(known, summary));
  }

  #limit(): void {
    const maxRows = Math.max(this.#options.maxRows - this.reservedRows, 1);
    if (this.#rows <= maxRows) return;
    // Some room, so that not every further row is merged by itself.
    const targetRows = Math.floor(maxRows * 0.9);
    for (const merge of mergeOldest(this.#entries.values())) {
      this.#entries.clear();
      this.#rows = 0;
      for (const { place, entry } of merge) {
        const merged = this.#entryAt(place, entry.since);
        merged.reads += entry.reads;
        for (const [name, summary] of entry.measures) this.#addSummary(merged, name, summary);
      }
      if (this.#rows <= targetRows) break;
    }
    this.#options.onMerge();
  }
}

/** The number of rows of entries, of which each measure counts as one. */
export function countRows(entries: readonly UsageEntry[]): number {
  return entries.reduce((sum, { measures }) => sum + 1 + measures.size, 0);
}

/** Lengths keep texts apart, whatever they contain. It is called for every read if there are dimensions. */
function keyOf(hour: number, prompt: string, version: string, state: string, dimensions: Place['dimensions']): string {
  let key = `${hour} ${state} ${prompt.length} ${prompt} ${version.length} ${version}`;
  for (const value of dimensions) key += value === null ? ' -' : ` ${value.length} ${value}`;
  return key;
}
