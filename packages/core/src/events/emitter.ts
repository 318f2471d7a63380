import { logErrors } from '../errors/log-errors.ts';
import type { Logger } from '../logger.ts';
import type { Abortable } from '../time/abortable.ts';
import type { PromptEvents } from './events.ts';

type Listener = (event: never) => void;

/** Calls listeners. One that throws does not affect the others. */
export interface Emitter {
  /** @returns The function that unsubscribes. */
  on<Name extends keyof PromptEvents>(name: Name, listener: (event: PromptEvents[Name]) => unknown): () => void;
  emit<Name extends keyof PromptEvents>(name: Name, event: PromptEvents[Name]): void;
}

/** @param closed Once aborted, nothing is emitted any more. */
export function createEmitter(logger: Logger, closed: Abortable): Emitter {
  const listenersByName = new Map<keyof PromptEvents, Set<Listener>>();
  return {
    on(name, listener) {
      // A wrapper of its own, so that a function subscribed twice can be unsubscribed once.
      const wrapper: Listener = (event) => listener(event);
      const listeners = listenersByName.get(name) ?? new Set();
      listenersByName.set(name, listeners.add(wrapper));
      return () => void listeners.delete(wrapper);
    },
    emit(name, event) {
      if (closed.aborted) return;
      for (const listener of [...(listenersByName.get(name) ?? [])]) {
        void logErrors(logger, `a listener for the event '${name}' failed: catch errors inside it to see them`, () =>
          listener(event as never),
        );
      }
    },
  };
}
