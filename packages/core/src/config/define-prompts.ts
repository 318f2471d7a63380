import type { Checked } from './checked.ts';
import type { Entry } from './entry.ts';

/**
 * Checks and completes entries that are written in another module than the call of `createPrompts`.
 * @returns `entries` itself, with its names known to TypeScript.
 * @example
 * ```ts
 * export const systemPrompts = definePrompts({ greeting: 'You greet {{name}} politely.' });
 * const prompts = await createPrompts({ systemPrompts });
 * ```
 */
export function definePrompts<const Entries extends Record<string, Entry>>(
  entries: Entries & Checked<Entries>,
): Entries {
  return entries;
}
