import type { Clock } from '../clock.ts';

/** How long one reader waits: the time starts with the read and covers every wait of it. */
export interface Patience {
  /** @returns true when `event` came; false when the time was over first. @throws the reason of the reader's signal. */
  waitFor(event: Promise<void>): Promise<boolean>;
  end(): void;
}

/** @param timeout milliseconds */
export function startPatience(clock: Clock, timeout: number, signal: AbortSignal | undefined): Patience {
  const { promise: over, resolve, reject } = Promise.withResolvers<false>();
  const giveUp = () => reject(signal?.reason);
  // Nobody may be waiting when the signal is aborted.
  over.catch(() => {});
  signal?.addEventListener('abort', giveUp);
  const timer = clock.setTimeout(() => resolve(false), timeout);
  return {
    waitFor: (event) => Promise.race([event.then(() => true), over]),
    end() {
      timer.cancel();
      signal?.removeEventListener('abort', giveUp);
    },
  };
}
