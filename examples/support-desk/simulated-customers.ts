/** What the customers know, and the report has to find out: how often each text helps. */
export const chanceToResolve = { file: 0.6, draft: 0.64 };

/** The outcome of one conversation. */
export interface Conversation {
  readonly resolved: 0 | 1;
  /** How many messages it took. */
  readonly messages: number;
}

/** Customers who always behave in the same way, given the same seed and the same order. */
export class SimulatedCustomers {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Plays the model and the customer. The text of the prompt decides how likely a success is. */
  converse(systemPrompt: string): Conversation {
    const asksForNumber = systemPrompt.includes('order number');
    const chance = asksForNumber ? chanceToResolve.draft : chanceToResolve.file;
    return { resolved: this.#random() < chance ? 1 : 0, messages: 2 + Math.floor(this.#random() * 6) };
  }

  /** Mulberry32: a number from 0 to 1. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
