import type { MeasureSummary } from '../usage.ts';
import { addSummaries, type Place, type UsageEntry } from './usage-entry.ts';

/** Counts by their places, in the order in which the places came up. */
export class UsageEntries {
  readonly #entries = new Map<string, UsageEntry>();
  #rows = 0;

  /** The number of entries, and of their measures. */
  get rows(): number {
    return this.#rows;
  }

  [Symbol.iterator](): Iterator<UsageEntry> {
    return this.#entries.values();
  }

  /** @param since See `UsageEntry`; for a place that is new. */
  addReads(place: Place, reads: number, since: number): void {
    this.#entryAt(place, since).reads += reads;
  }

  /** @param since See `UsageEntry`; for a place that is new. */
  addMeasures(place: Place, added: Iterable<readonly [string, MeasureSummary]>, since: number): void {
    const { measures } = this.#entryAt(place, since);
    for (const [name, summary] of added) {
      const known = measures.get(name);
      if (!known) this.#rows += 1;
      measures.set(name, addSummaries(known, summary));
    }
  }

  /** Adds all counts of an entry to another place. */
  addEntry(place: Place, { reads, measures, since }: UsageEntry): void {
    this.addReads(place, reads, since);
    this.addMeasures(place, measures, since);
  }

  /** Removes and returns the first entries that meet a condition. */
  take(maxEntries: number, isTaken: (entry: UsageEntry) => boolean = () => true): UsageEntry[] {
    const taken: UsageEntry[] = [];
    for (const [key, entry] of this.#entries) {
      if (taken.length === maxEntries) break;
      if (!isTaken(entry)) continue;
      this.#entries.delete(key);
      this.#rows -= 1 + entry.measures.size;
      taken.push(entry);
    }
    return taken;
  }

  #entryAt({ hour, prompt, version, state, dimensions }: Place, since: number): UsageEntry {
    const key = keyOf(hour, prompt, version, state, dimensions);
    const known = this.#entries.get(key);
    if (known) return known;
    const entry = { hour, prompt, version, state, dimensions, since, reads: 0, measures: new Map() };
    this.#entries.set(key, entry);
    this.#rows += 1;
    return entry;
  }
}

/** Lengths keep texts apart, whatever they contain. It is called for every read if there are dimensions. */
function keyOf(hour: number, prompt: string, version: string, state: string, dimensions: Place['dimensions']): string {
  let key = `${hour} ${state} ${prompt.length} ${prompt} ${version.length} ${version}`;
  for (const value of dimensions) key += value === null ? ' -' : ` ${value.length} ${value}`;
  return key;
}
