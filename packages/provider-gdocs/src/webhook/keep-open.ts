import type { Logger } from '@prompts/core';

/** Time and timers, for tests. */
export interface RenewalClock {
  /** Epoch ms. */
  now(): number;
  /** Must not keep the process alive. */
  setTimeout(callback: () => void, milliseconds: number): { cancel(): void };
}

/** What expires and can be opened again. */
export interface Expiring {
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** How long the old one and the new one are open together. */
const overlapMs = 10 * 60 * 1000;

/** The shortest time between two attempts to open a new one. */
const minWaitMs = 60 * 1000;

/**
 * Keeps something open that expires: opens a new one before, then closes the old one. If that fails, it tries again, ever sooner, until every minute.
 * @returns What closes it, once. It waits for a renewal in progress.
 * @throws What `open` throws the first time.
 */
export async function keepOpen<Thing extends Expiring>(
  { open, close }: { open(): Promise<Thing>; close(thing: Thing): Promise<void> },
  { clock, logger }: { readonly clock: RenewalClock; readonly logger: Logger },
): Promise<AsyncDisposable> {
  let current = await open();
  let isClosed = false;
  let renewing: Promise<void> | undefined;
  let timer = schedule();

  function schedule() {
    const lifetimeMs = current.expiresAt - clock.now();
    // A short-lived one is renewed after half of its time.
    const waitMs = Math.max(lifetimeMs - overlapMs, lifetimeMs / 2, minWaitMs);
    return clock.setTimeout(() => {
      renewing = renew();
    }, waitMs);
  }

  async function renew(): Promise<void> {
    const old = current;
    try {
      current = await open();
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown error';
      logger.warn(`gdocs: the subscription to changes could not be renewed: ${reason}`);
    }
    // If it can't be closed, it expires soon.
    if (current !== old) await close(old).catch(() => {});
    if (!isClosed) timer = schedule();
  }

  async function end(): Promise<void> {
    isClosed = true;
    timer.cancel();
    await renewing;
    await close(current);
  }

  let ending: Promise<void> | undefined;
  return {
    [Symbol.asyncDispose]() {
      ending ??= end();
      return ending;
    },
  };
}
