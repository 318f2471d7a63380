import { setTimeout as sleep } from 'node:timers/promises';
import type { AnySource } from './check.ts';
import { ensure } from './ensure.ts';
import type { Observer } from './observer.ts';

const closeTimeoutMs = 3000;

/** Calls the provider's `close`, if it has one. Rejects if it rejects. @returns Whether it settled within the time. */
export async function closeWithin(provider: AnySource['provider'], timeoutMs: number): Promise<boolean> {
  const timer = new AbortController();
  const timeout = sleep(timeoutMs, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([Promise.resolve(provider.close?.()).then(() => true), timeout]);
  } finally {
    timer.abort();
  }
}

/**
 * Closes the provider of a check, and ensures that it does not hang.
 * @param situation Continues "When …" in the error message.
 */
export async function closeProvider({ provider }: AnySource, observer: Observer, situation: string): Promise<void> {
  observer.providerClosed = true;
  ensure(
    await closeWithin(provider, closeTimeoutMs),
    `When ${situation}, close() must resolve, but it was still pending after ${closeTimeoutMs} ms. End connections instead of waiting for them.`,
  );
}
