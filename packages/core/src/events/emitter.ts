import type { Logger } from '../logger.ts';
import type { PromptEvents } from './events.ts';

type Listener = (event: never) => void;

/** Tells listeners. One that throws harms nobody. */
export interface Emitter {
  /** @returns the way to unsubscribe. */
  on<Name extends keyof PromptEvents>(name: Name, listener: (event: PromptEvents[Name]) => unknown): () => void;
  emit<Name extends keyof PromptEvents>(name: Name, event: PromptEvents[Name]): void;
}

/** @param closed After that nothing is told any more. */
export function createEmitter(logger: Logger, closed: AbortSignal): Emitter {
  const all = new Map<keyof PromptEvents, Set<Listener>>();
  return {
    on(name, listener) {
      // One of its own, so that one function subscribed twice is unsubscribed one at a time.
      const own: Listener = (event) => listener(event);
      const listeners = all.get(name) ?? new Set();
      all.set(name, listeners.add(own));
      return () => void listeners.delete(own);
    },
    emit(name, event) {
      if (closed.aborted) return;
      for (const listener of [...(all.get(name) ?? [])]) {
        void guarded(logger, `a listener for '${name}' failed`, () => listener(event as never));
      }
    },
  };
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
