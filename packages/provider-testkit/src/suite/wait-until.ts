import { setTimeout as sleep } from 'node:timers/promises';

/** Polls `condition` until it is true. @returns Whether it became true within `timeoutMs`. */
export async function waitUntil(condition: () => boolean, timeoutMs = 3000): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > end) return false;
    await sleep(2);
  }
  return true;
}
