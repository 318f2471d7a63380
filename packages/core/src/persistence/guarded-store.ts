import { over, withPatience } from '../cache/patience.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { Breaker } from './breaker.ts';

/** What core needs of a store. `new Keyv(…)` is one. */
export interface PromptStore {
  get(key: string): Promise<unknown>;
  /** @param ttl milliseconds; 0: for ever. */
  set(key: string, value: string, ttl?: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
  getMany?(keys: string[]): Promise<unknown[]>;
  /** Sets what has no value, atomically, for so many ms. No Keyv has it: who adds it rules out that two ask at once. */
  setIfAbsent?(key: string, value: string, ttl: number): Promise<boolean>;
  on?(event: 'error', listener: (error: unknown) => void): unknown;
  off?(event: 'error', listener: (error: unknown) => void): unknown;
}

/** Milliseconds that are left for all calls of one attempt. */
export interface Budget {
  left: number;
}

/** Thrown, without a reason, where the store gave no answer in time, failed, or isn't asked at present. */
export const noStore = Symbol('no store');

/** A store that may be slow, frozen or gone at any time: nobody waits for it longer than a moment, nor again and again. */
export class GuardedStore {
  readonly #store: PromptStore;
  readonly #clock: Clock;
  readonly #timeout: number;
  readonly #breaker: Breaker;
  #errors = 0;
  readonly #onError = () => {
    this.#errors += 1;
  };
  readonly #logger: Logger;

  /** @param timeout Milliseconds for all calls of one attempt. */
  constructor(store: PromptStore, { clock, logger }: { clock: Clock; logger: Logger }, timeout: number) {
    this.#store = store;
    this.#clock = clock;
    this.#timeout = timeout;
    this.#logger = logger;
    this.#breaker = new Breaker(clock);
    // Without a listener some stores end the process; some report failures only so.
    store.on?.('error', this.#onError);
  }

  /** When it began to fail, on the monotonic clock; undefined while it works. */
  get failingSince(): number | undefined {
    return this.#breaker.failingSince;
  }

  budget(): Budget {
    return { left: this.#timeout };
  }

  getMany(keys: readonly string[], budget: Budget): Promise<readonly unknown[]> {
    return this.#call(budget, async (store) => {
      if (!store.getMany) return Promise.all(keys.map(async (key) => store.get(key)));
      const values = await store.getMany([...keys]);
      // Some stores call a failure a miss of everything, and give no list.
      if (!Array.isArray(values) || values.length !== keys.length) throw noStore;
      return values;
    });
  }

  /** @param ttl milliseconds; left out: for ever. */
  setMany(entries: readonly (readonly [string, string])[], budget: Budget, ttl = 0): Promise<unknown> {
    return this.#call(budget, (store) => Promise.all(entries.map(async ([key, value]) => store.set(key, value, ttl))));
  }

  /** @returns of each whether it had no value, and has this one now; undefined where the store can't tell. */
  async addMany(
    entries: readonly (readonly [string, string])[],
    budget: Budget,
    ttl: number,
  ): Promise<readonly boolean[] | undefined> {
    if (!this.#store.setIfAbsent) return undefined;
    return this.#call(budget, (store) =>
      Promise.all(entries.map(async ([key, value]) => (await store.setIfAbsent?.(key, value, ttl)) === true)),
    );
  }

  deleteMany(keys: readonly string[], budget: Budget): Promise<unknown> {
    return this.#call(budget, (store) => Promise.all(keys.map(async (key) => store.delete(key))));
  }

  close(): void {
    this.#store.off?.('error', this.#onError);
  }

  /** @throws {@link noStore} */
  async #call<Result>(budget: Budget, work: (store: PromptStore) => Promise<Result>): Promise<Result> {
    if (budget.left <= 0 || !this.#breaker.mayTry()) throw noStore;
    const began = this.#clock.now();
    const errors = this.#errors;
    try {
      const answer = await withPatience(this.#clock, budget.left, undefined, (patience) => patience(work(this.#store)));
      if (answer === over || errors !== this.#errors) throw noStore;
      this.#breaker.succeeded();
      return answer;
    } catch {
      const givesUp = this.#breaker.failed();
      if (givesUp) this.#logger.warn('@prompts: the store does not answer; going on without it');
      throw noStore;
    } finally {
      budget.left -= this.#clock.now() - began;
    }
  }
}
