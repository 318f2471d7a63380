import type { Logger } from '@prompts/core';

/** Time and timers, for tests. */
export interface RenewalClock {
  /** Epoch ms. */
  now(): number;
  /** Must not keep the process alive. */
  setTimeout(callback: () => void, milliseconds: number): { cancel(): void };
}

/** A resource that expires and can be opened again. */
export interface Expiring {
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** The time for which the old and the new resource are both open. */
const overlapMs = 10 * 60 * 1000;

/** The minimum time between two attempts to open a new resource. */
const minWaitMs = 60 * 1000;

/**
 * Keeps an expiring resource open: before it expires, opens a new one, then closes the old one. If that fails, it tries again at ever
 * shorter intervals, down to one minute.
 * @returns An object that closes the resource, once. It waits for a renewal in progress.
 * @throws The error of the first `open`.
 */
export async function keepOpen<Resource extends Expiring>(
  { open, close }: { open(): Promise<Resource>; close(resource: Resource): Promise<void> },
  { clock, logger }: { readonly clock: RenewalClock; readonly logger: Logger },
): Promise<AsyncDisposable> {
  let current = await open();
  let isClosed = false;
  let renewing: Promise<void> | undefined;
  let timer = schedule();

  function schedule() {
    const lifetimeMs = current.expiresAt - clock.now();
    // A short-lived resource is renewed after half of its lifetime.
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
    // If the old resource can't be closed, it expires soon.
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
