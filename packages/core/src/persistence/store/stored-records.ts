import type { Logger } from '../../logger.ts';
import { mayReplace, type SourceRecord } from '../records/record.ts';
import type { Sealer } from '../records/sealer.ts';
import { type Budget, type GuardedStore, storeUnavailable } from './guarded-store.ts';

/** The sealed records in a store, by record key. */
export class StoredRecords {
  readonly #store: GuardedStore;
  readonly #sealer: Sealer;
  readonly #logger: Logger;

  readonly #toEpochMs: () => number;

  constructor(store: GuardedStore, sealer: Sealer, { logger, toEpochMs }: { logger: Logger; toEpochMs(): number }) {
    this.#store = store;
    this.#sealer = sealer;
    this.#logger = logger;
    this.#toEpochMs = toEpochMs;
  }

  /** @returns The values as they are in the store, still sealed. @throws `storeUnavailable` */
  getSealed(keys: readonly string[], budget: Budget): Promise<readonly unknown[]> {
    return this.#store.getMany(keys.map(toStoreKey), budget);
  }

  /** @throws an Error that says what is wrong with the value. */
  open(sealed: unknown, key: string): Promise<SourceRecord> {
    return this.#sealer.open(sealed, key);
  }

  /** Never rejects. @returns undefined for a record that is missing or not usable; an empty list if the store fails. */
  readonly getMany = (keys: readonly string[]): Promise<readonly (SourceRecord | undefined)[]> =>
    this.#getMany(keys).catch(() => []);

  /** @throws `storeUnavailable` */
  async #getMany(keys: readonly string[]): Promise<readonly (SourceRecord | undefined)[]> {
    const sealed = await this.getSealed(keys, this.#store.createBudget());
    return Promise.all(sealed.map((value, index) => this.open(value, keys[index] as string).catch(() => undefined)));
  }

  /** Writes records, except those that are older than what the store holds. Never rejects. */
  async putMany(records: readonly SourceRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      const stored = await this.#getMany(records.map(({ key }) => key));
      const newest = records.filter((record, index) => mayReplace(record, stored[index], this.#toEpochMs()));
      const entries = newest.map(async (record) => [toStoreKey(record.key), await this.#sealer.seal(record)] as const);
      await this.#store.setMany(await Promise.all(entries), this.#store.createBudget());
    } catch (error) {
      // A failure of the store itself is reported already.
      if (error !== storeUnavailable)
        this.#logger.warn(`@prompts: can't write to the store: ${(error as Error).message}`);
    }
  }
}

function toStoreKey(key: string): string {
  return `prompts-${key}`;
}
