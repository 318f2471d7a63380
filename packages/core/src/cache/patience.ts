import type { Clock } from '../clock.ts';

/** What a wait gives when its time was over first. */
export const over = Symbol('over');

/** How long something is waited for: the time starts now and covers every wait. */
export interface Patience {
  /** @throws what `event` throws, or the reason of the signal. */
  waitFor<Result>(event: Promise<Result>): Promise<Result | typeof over>;
  end(): void;
}

/** @param timeout milliseconds */
export function startPatience(clock: Clock, timeout: number, signal: AbortSignal | undefined): Patience {
  const { promise, resolve, reject } = Promise.withResolvers<typeof over>();
  const giveUp = () => reject(signal?.reason);
  // Nobody may be waiting when the signal is aborted.
  promise.catch(() => {});
  signal?.addEventListener('abort', giveUp);
  const timer = clock.setTimeout(() => resolve(over), timeout);
  return {
    waitFor: (event) => Promise.race([event, promise]),
    end() {
      timer.cancel();
      signal?.removeEventListener('abort', giveUp);
    },
  };
}
