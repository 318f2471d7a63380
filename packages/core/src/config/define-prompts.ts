import type { CheckedArgument } from './checked.ts';
import type { Entry } from './entry.ts';

/**
 * Type-checks entries that are defined in a different module from the call of `createPrompts`. At run time it does nothing.
 * @returns `entries` itself, with its names known to TypeScript.
 * @example
 * ```ts
 * export const systemPrompts = definePrompts({ greeting: 'You greet {{name}} politely.' });
 * const prompts = await createPrompts({ systemPrompts });
 * ```
 */
export function definePrompts<const Entries extends Readonly<Record<string, unknown>> = Record<string, Entry>>(
  entries: CheckedArgument<Entries>,
): Entries {
  return entries as Entries;
}
