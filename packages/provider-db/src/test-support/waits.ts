import { once } from 'node:events';
import type { Wait } from '@prompts/bus-kit';

/** A replacement for the clock: each wait ends when a test ends it. */
export class Waits {
  readonly #started = new EventTarget();
  readonly #pending = new Set<{ readonly milliseconds: number; readonly end: () => void }>();

  readonly wait: Wait = (milliseconds, signal) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const pending = {
      milliseconds,
      end: () => {
        this.#pending.delete(pending);
        resolve();
      },
    };
    this.#pending.add(pending);
    if (signal.aborted || milliseconds === 0) pending.end();
    signal.addEventListener('abort', pending.end, { once: true });
    this.#started.dispatchEvent(new Event('wait'));
    return promise;
  };

  /** Ends a wait of the given length, as soon as it has started. */
  async end(milliseconds: number | ((milliseconds: number) => boolean)): Promise<void> {
    const pending = await this.next(milliseconds);
    pending.end();
  }

  /** Resolves as soon as a wait of the given length has started. */
  async next(expected: number | ((milliseconds: number) => boolean)): Promise<{ end(): void }> {
    const matches = typeof expected === 'number' ? (milliseconds: number) => milliseconds === expected : expected;
    for (;;) {
      const found = [...this.#pending].find(({ milliseconds }) => matches(milliseconds));
      if (found) return found;
      await once(this.#started, 'wait');
    }
  }
}
