import type { MapStore } from '../map-store.ts';

/** What the store of a fuzz run may hold. */
export class StoredRecordsModel {
  readonly #store: MapStore;
  /** The time of the record of each key. */
  readonly #storedAt = new Map<string, number>();

  constructor(store: MapStore) {
    this.#store = store;
  }

  clear(): void {
    this.#store.values.clear();
    this.#storedAt.clear();
  }

  /** @throws an Error if a record was replaced by an older one. */
  check(): void {
    for (const [key, value] of this.#store.values) {
      const { fetchedAt } = parseRecord(value);
      if (fetchedAt === undefined) continue;
      if (fetchedAt < (this.#storedAt.get(key) ?? 0))
        throw new Error('an older record replaces a newer one in the store');
      this.#storedAt.set(key, fetchedAt);
    }
  }
}

/** Returns what a value in the store says about its age, if it is a record. */
function parseRecord(value: unknown): { fetchedAt?: number } {
  const json = String(value).replace(/^[0-9a-f]{64} /, '');
  return json.startsWith('{"format"') ? JSON.parse(json) : {};
}
