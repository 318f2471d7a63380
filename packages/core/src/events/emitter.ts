import type { Logger } from '../logger.ts';
import type { PromptEvents } from './events.ts';

type Listener = (event: never) => void;

/** Tells listeners. One that throws harms nobody. */
export class Emitter {
  readonly #listeners = new Map<keyof PromptEvents, Set<Listener>>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @returns the way to unsubscribe. */
  on<Name extends keyof PromptEvents>(name: Name, listener: (event: PromptEvents[Name]) => unknown): () => void {
    // One of its own, so that one function subscribed twice is unsubscribed one at a time.
    const own: Listener = (event) => listener(event);
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(own));
    return () => void listeners.delete(own);
  }

  emit<Name extends keyof PromptEvents>(name: Name, event: PromptEvents[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      void guarded(this.#logger, `a listener for '${name}' failed`, () => listener(event as never));
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}

/**
 * Runs code of others whose failure must not reach the caller, whether it throws or rejects.
 * @param failed What is to be said of a failure.
 */
export async function guarded(logger: Logger, failed: string, call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    logger.warn(`@prompts: ${failed}`);
  }
}
