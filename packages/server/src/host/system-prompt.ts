import type { Checked, DbEntry, EntryOptions, ProviderEntry } from '@prompts/core';

/** What the existing hosts' entries may say about a prompt. */
export interface HostFacts {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly variables?: readonly string[] | undefined;
  readonly category?: string | undefined;
  readonly version?: string | undefined;
}

/** An entry of the existing hosts. Takes the first of `content`, `file` and `db` that is not empty. */
export interface HostEntry extends HostFacts, Omit<EntryOptions, 'variables'> {
  readonly content?: string | undefined;
  /** A path. A relative one begins at the working directory. */
  readonly file?: string | undefined;
  readonly db?: DbEntry['db'] | undefined;
}

/** One named item of `systemPrompts`: what the existing hosts accept, or any entry of `createPrompts`. */
export type SystemPrompt = string | HostEntry | ProviderEntry;

/**
 * The type that `systemPrompts` must have, inferred for each entry separately: an entry with a provider is checked as `createPrompts`
 * does, and any other as the existing hosts do.
 */
export type CheckedSystemPrompts<Prompts> = {
  readonly [Name in keyof Prompts]: Prompts[Name] extends { readonly provider: string }
    ? Checked<Pick<Prompts, Name>>[Name]
    : SystemPrompt;
};
