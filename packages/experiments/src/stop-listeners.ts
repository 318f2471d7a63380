import type { Logger } from '@prompts/core';
import type { ExperimentStop } from './store/experiment-store.ts';

type Listener = (stop: ExperimentStop) => unknown;

/** Reports stopped experiments to the log and to listeners. A listener that fails affects nobody else. */
export class StopListeners {
  readonly #logger: Logger;
  readonly #entries = new Set<{ readonly listener: Listener }>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @returns The function that unsubscribes. */
  add(listener: Listener): () => void {
    // An entry of its own, so that a function subscribed twice can be unsubscribed once.
    const entry = { listener };
    this.#entries.add(entry);
    return () => void this.#entries.delete(entry);
  }

  /** @param isFromBefore Whether the experiment was stopped before this process started: that is only logged. */
  report(stop: ExperimentStop, isFromBefore: boolean): void {
    const { experiment, reason } = stop;
    this.#logger.warn(
      `@prompts/experiments: '${experiment}' is stopped, and the control serves everybody: ${reason}. To run it again, change its seed`,
    );
    if (!isFromBefore) for (const { listener } of [...this.#entries]) void this.#call(listener, stop);
  }

  async #call(listener: Listener, stop: ExperimentStop): Promise<void> {
    try {
      await listener(stop);
    } catch {
      this.#logger.warn(
        "@prompts/experiments: a listener for the event 'stopped' failed: catch errors inside it to see them",
      );
    }
  }
}
