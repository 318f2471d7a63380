import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Resolves once everything that is ready to run has run, including hashes that were requested before.
 * @param turns Turns of the event loop to wait.
 */
export async function settled(turns = 12): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await crypto.subtle.digest('SHA-256', new Uint8Array());
    await nextTurn();
  }
}
