import { setTimeout as sleep } from 'node:timers/promises';

/** Waits so many ms, and no longer once the signal is aborted. Keeps no process alive. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** By the runtime's clock. */
export const realTime: Wait = async (milliseconds, signal) => {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => {});
};
