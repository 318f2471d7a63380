import type { Prompts } from '../prompts.ts';
import type { EntryVariables } from './entry-variables.ts';
import type { PromptName } from './prompt-names.ts';

/** The prompts of these entries: their names, and their variables as far as TypeScript knows them. */
export type PromptsWith<Entries> = Prompts<
  PromptName<Entries>,
  keyof Entries & string,
  { readonly [Name in keyof Entries]: EntryVariables<Entries[Name]> }
>;

/**
 * The type of what `createPrompts` returns for a config.
 * @example
 * ```ts
 * const config = { systemPrompts: { greeting: 'You greet {{name}} politely.' } } as const;
 * type AppPrompts = PromptsOf<typeof config>;
 * ```
 */
export type PromptsOf<Config extends { readonly systemPrompts: object }> = PromptsWith<Config['systemPrompts']>;
