import type { Collection, Source } from '../../cache/model.ts';
import type { Logger } from '../../logger.ts';
import type { RecordKeys } from './record-keys.ts';

type Fetchable = Source | Collection;

/** The record keys of everything that was loaded, each computed once. */
export class KnownKeys {
  readonly #recordKeys: RecordKeys;
  readonly #logger: Logger;
  readonly #keys = new WeakMap<Fetchable, string>();

  constructor(recordKeys: RecordKeys, logger: Logger) {
    this.#recordKeys = recordKeys;
    this.#logger = logger;
  }

  /** Returns the key; an empty string before it is created. */
  readonly of = (fetchable: Fetchable): string => this.#keys.get(fetchable) ?? '';

  /** Creates the keys that are missing. @returns false if the `integrityKey` function fails. */
  async create(fetchables: readonly Fetchable[]): Promise<boolean> {
    const withoutKey = fetchables.filter((fetchable) => !this.#keys.has(fetchable));
    try {
      const keys = await Promise.all(withoutKey.map((fetchable) => this.#recordKeys.of(fetchable)));
      for (const [index, key] of keys.entries()) this.#keys.set(withoutKey[index] as Fetchable, key);
      return true;
    } catch (error) {
      this.#logger.warn(`@prompts: continuing without store and snapshot: ${(error as Error).message}`);
      return false;
    }
  }
}
