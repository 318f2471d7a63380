import type { BusConnection } from './connection.ts';

/** Seconds between two questions whether a connection still stands. One that is unanswered by the next is the last. */
const beat = 10;

/** @returns when a connection is lost or answers no more, or the signal is aborted. */
export async function untilLost(connection: BusConnection, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  let hasAnswered = true;
  const timer = setInterval(() => {
    if (!hasAnswered) return end();
    hasAnswered = false;
    connection.ping().then(() => {
      hasAnswered = true;
    }, end);
  }, beat * 1000).unref();
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    await Promise.race([connection.lost, promise]);
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', end);
  }
}
