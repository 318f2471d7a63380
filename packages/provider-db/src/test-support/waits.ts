import { once } from 'node:events';
import type { Wait } from '@prompts/bus-kit';

/** Waits that end when a test says so. */
export class Waits {
  readonly #begun = new EventTarget();
  readonly #waiting = new Set<{ readonly milliseconds: number; readonly end: () => void }>();

  readonly wait: Wait = (milliseconds, signal) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = {
      milliseconds,
      end: () => {
        this.#waiting.delete(waiting);
        resolve();
      },
    };
    this.#waiting.add(waiting);
    if (signal.aborted || milliseconds === 0) waiting.end();
    signal.addEventListener('abort', waiting.end, { once: true });
    this.#begun.dispatchEvent(new Event('wait'));
    return promise;
  };

  /** Ends the wait of so many ms, or one that is as asked for, as soon as it has begun. */
  async end(asked: number | ((milliseconds: number) => boolean)): Promise<void> {
    const waiting = await this.next(asked);
    waiting.end();
  }

  /** Resolves as soon as such a wait has begun. */
  async next(asked: number | ((milliseconds: number) => boolean)): Promise<{ end(): void }> {
    const fits = typeof asked === 'number' ? (milliseconds: number) => milliseconds === asked : asked;
    for (;;) {
      const found = [...this.#waiting].find(({ milliseconds }) => fits(milliseconds));
      if (found) return found;
      await once(this.#begun, 'wait');
    }
  }
}
