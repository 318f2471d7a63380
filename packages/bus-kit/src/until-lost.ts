import type { Connection } from './connection.ts';

/** Milliseconds between two pings. A connection whose ping is unanswered when the next one is due counts as lost. */
export const pingIntervalMs = 10_000;

/**
 * Pings a connection to check that it still works.
 * @returns A promise that resolves when the connection is lost, stops responding, or the signal is aborted.
 */
export async function untilLost(connection: Connection, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  let hasResponded = true;
  const timer = setInterval(() => {
    if (!hasResponded) return stop();
    hasResponded = false;
    connection.ping().then(() => {
      hasResponded = true;
    }, stop);
  }, pingIntervalMs).unref();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    await Promise.race([connection.lost, promise]);
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', stop);
  }
}
