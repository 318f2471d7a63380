import type { Checked } from './checked.ts';
import type { Entry } from './entry.ts';

/**
 * Checks and completes a set of entries that is written away from `createPrompts`.
 * @returns `entries` itself, with its names known to TypeScript.
 */
export function definePrompts<const Entries extends Record<string, Entry>>(
  entries: Entries & Checked<Entries>,
): Entries {
  return entries;
}
