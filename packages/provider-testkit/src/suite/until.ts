import { setTimeout as wait } from 'node:timers/promises';

/** Looks again and again until `holds`. @returns whether it did within `milliseconds`. */
export async function until(holds: () => boolean, milliseconds = 3000): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > end) return false;
    await wait(2);
  }
  return true;
}
