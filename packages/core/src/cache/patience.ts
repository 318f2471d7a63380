import type { Clock } from '../clock.ts';
import type { PromptRequest } from '../hooks/hook.ts';

/** How long one reader waits: its timeout starts with the read and covers every wait of it. */
export class Patience {
  readonly #signal: AbortSignal | undefined;
  readonly #over: Promise<'over'>;
  readonly #timer: { cancel(): void };

  /** @param timeout milliseconds */
  constructor(clock: Clock, timeout: number, { signal }: PromptRequest) {
    this.#signal = signal;
    let end: (value: 'over') => void;
    this.#over = new Promise((resolve) => {
      end = resolve;
    });
    this.#timer = clock.setTimeout(() => end('over'), timeout);
  }

  /**
   * Waits for `event`.
   * @returns false when the time was over first.
   * @throws the reason of the reader's signal.
   */
  async waitFor(event: Promise<void>): Promise<boolean> {
    this.#signal?.throwIfAborted();
    const racers: Promise<unknown>[] = [event, this.#over];
    const cleanUp = new AbortController();
    if (this.#signal !== undefined) racers.push(rejectOnAbort(this.#signal, cleanUp.signal));
    try {
      return (await Promise.race(racers)) !== 'over';
    } finally {
      cleanUp.abort();
    }
  }

  end(): void {
    this.#timer.cancel();
  }
}

function rejectOnAbort(signal: AbortSignal, until: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: until });
  });
}
