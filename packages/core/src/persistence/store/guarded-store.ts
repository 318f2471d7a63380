import type { PromptStore } from '../../config/tier-options.ts';
import { PromptError } from '../../errors/prompt-error.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../time/clock.ts';
import { timedOut, withTimeout } from '../../time/with-timeout.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

/** The time that remains for all calls of one attempt. */
export interface Budget {
  remainingMs: number;
}

/** Thrown, without a reason, if the store did not respond in time, failed, or must not be called now. */
export const storeUnavailable = Symbol('store unavailable');

/** Guards a store that may be slow, frozen or gone: no attempt waits longer than its budget, and after failures calls pause. */
export class GuardedStore {
  readonly #store: PromptStore;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #breaker: CircuitBreaker;
  #errorEvents = 0;
  readonly #onError = () => {
    this.#errorEvents += 1;
  };
  readonly #logger: Logger;

  /**
   * @param timeoutMs The time for all calls of one attempt.
   * @throws `STORE_FAILED` if the store throws while core subscribes to its 'error' events.
   */
  constructor(store: PromptStore, { clock, logger }: { clock: Clock; logger: Logger }, timeoutMs: number) {
    this.#store = store;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#logger = logger;
    this.#breaker = new CircuitBreaker(clock);
    try {
      // Without a listener, some stores end the process. Others report failures only in this way.
      store.on?.('error', this.#onError);
    } catch {
      throw new PromptError(
        'STORE_FAILED',
        "cache.store.on('error', …) threw an error: check how the store is created",
      );
    }
  }

  /** When it began to fail, on the monotonic clock; undefined while it works. */
  get failingSince(): number | undefined {
    return this.#breaker.failingSince;
  }

  createBudget(): Budget {
    return { remainingMs: this.#timeoutMs };
  }

  getMany(keys: readonly string[], budget: Budget): Promise<readonly unknown[]> {
    return this.#call(budget, async (store) => {
      if (!store.getMany) return Promise.all(keys.map(async (key) => store.get(key)));
      const values = await store.getMany([...keys]);
      // Some stores report a failure as a miss of everything, and return no list.
      if (!Array.isArray(values) || values.length !== keys.length) throw storeUnavailable;
      return values;
    });
  }

  /** @param ttlMs Default: forever. */
  setMany(entries: readonly (readonly [string, string])[], budget: Budget, ttlMs = 0): Promise<unknown> {
    return this.#call(budget, (store) =>
      Promise.all(entries.map(async ([key, value]) => store.set(key, value, ttlMs))),
    );
  }

  /** Sets keys that have no value. @returns Whether each was set; undefined if the store has no atomic way to do this. */
  async addMany(
    entries: readonly (readonly [string, string])[],
    budget: Budget,
    ttlMs: number,
  ): Promise<readonly boolean[] | undefined> {
    if (!this.#store.setIfAbsent) return undefined;
    return this.#call(budget, (store) =>
      Promise.all(entries.map(async ([key, value]) => (await store.setIfAbsent?.(key, value, ttlMs)) === true)),
    );
  }

  deleteMany(keys: readonly string[], budget: Budget): Promise<unknown> {
    return this.#call(budget, (store) => Promise.all(keys.map(async (key) => store.delete(key))));
  }

  close(): void {
    this.#store.off?.('error', this.#onError);
  }

  /** @throws {@link storeUnavailable} */
  async #call<Result>(budget: Budget, work: (store: PromptStore) => Promise<Result>): Promise<Result> {
    if (budget.remainingMs <= 0 || !this.#breaker.mayTry()) throw storeUnavailable;
    const startedAt = this.#clock.now();
    const errorEvents = this.#errorEvents;
    try {
      const result = await withTimeout(this.#clock, budget.remainingMs, undefined, (waitFor) =>
        waitFor(work(this.#store)),
      );
      if (result === timedOut || errorEvents !== this.#errorEvents) throw storeUnavailable;
      this.#breaker.recordSuccess();
      return result;
    } catch {
      const hasOpened = this.#breaker.recordFailure();
      if (hasOpened)
        this.#logger.warn('@prompts: the store fails or does not respond; continuing without it until it works again');
      throw storeUnavailable;
    } finally {
      budget.remainingMs -= this.#clock.now() - startedAt;
    }
  }
}
