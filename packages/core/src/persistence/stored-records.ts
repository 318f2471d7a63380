import type { Logger } from '../logger.ts';
import { type Budget, type GuardedStore, noStore } from './guarded-store.ts';
import type { SourceRecord } from './record.ts';
import type { Sealer } from './sealing.ts';

/** What a store holds of sources, sealed, by their lasting keys. */
export class StoredRecords {
  readonly #store: GuardedStore;
  readonly #sealer: Sealer;
  readonly #logger: Logger;

  constructor(store: GuardedStore, sealer: Sealer, logger: Logger) {
    this.#store = store;
    this.#sealer = sealer;
    this.#logger = logger;
  }

  /** @returns values as they stand in the store, to be opened. @throws `noStore` */
  getSealed(keys: readonly string[], budget: Budget): Promise<readonly unknown[]> {
    return this.#store.getMany(keys.map(keyInStore), budget);
  }

  /** @throws an Error that says what is wrong with the value. */
  open(sealed: unknown, key: string): Promise<SourceRecord> {
    return this.#sealer.open(sealed, key);
  }

  /** Never rejects. @returns undefined for what is missing or no good; nothing where the store fails. */
  readonly getMany = async (keys: readonly string[]): Promise<readonly (SourceRecord | undefined)[]> => {
    const sealed = await this.getSealed(keys, this.#store.budget()).catch(() => []);
    return Promise.all(sealed.map((value, index) => this.open(value, keys[index] as string).catch(() => undefined)));
  };

  /** Never rejects. */
  async putMany(records: readonly SourceRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      const entries = records.map(async (record) => [keyInStore(record.key), await this.#sealer.seal(record)] as const);
      await this.#store.setMany(await Promise.all(entries), this.#store.budget());
    } catch (error) {
      // Where the store failed, it is said already.
      if (error !== noStore) this.#logger.warn(`@prompts: nothing is put into the store: ${(error as Error).message}`);
    }
  }
}

function keyInStore(key: string): string {
  return `prompts-${key}`;
}
