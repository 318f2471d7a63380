import { setTimeout as sleep } from 'node:timers/promises';

/** {@link wait}, or a replacement for it in a test. */
export type Wait = typeof wait;

/**
 * Waits without keeping the process alive.
 * @returns A promise that resolves after `ms` milliseconds, or earlier if the signal is aborted. It never rejects.
 */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => {});
}
