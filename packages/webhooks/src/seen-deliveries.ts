import type { Clock, PromptStore } from '@prompts/core';
import { withinTime } from './within-time.ts';

const maxRemembered = 10_000;
const rememberedForMs = 24 * 60 * 60 * 1000;
const storeTimeoutMs = 250;

/** Remembers deliveries, so that one that is sent again is not acted on twice. */
export class SeenDeliveries {
  /** The oldest comes first. */
  readonly #keys = new Set<string>();
  readonly #store: Pick<PromptStore, 'get' | 'set'> | undefined;
  readonly #clock: Clock;

  /** @param store Remembers for all processes. A store that is down or slow remembers nothing. */
  constructor(store: Pick<PromptStore, 'get' | 'set'> | undefined, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Remembers a delivery. @returns Whether it was remembered already. */
  async add(provider: string, id: string): Promise<boolean> {
    const key = `prompts:delivery:${encodeURIComponent(provider)}:${id}`;
    if (this.#keys.has(key)) return true;
    this.#keys.add(key);
    const [oldest] = this.#keys;
    if (this.#keys.size > maxRemembered && oldest !== undefined) this.#keys.delete(oldest);
    if (this.#store === undefined) return false;
    return withinTime(this.#addTo(this.#store, key), { timeoutMs: storeTimeoutMs, late: false, clock: this.#clock });
  }

  async #addTo(store: Pick<PromptStore, 'get' | 'set'>, key: string): Promise<boolean> {
    try {
      if ((await store.get(key)) !== undefined) return true;
      await store.set(key, '1', rememberedForMs);
    } catch {
      // A delivery that is acted on twice does no harm.
    }
    return false;
  }
}
