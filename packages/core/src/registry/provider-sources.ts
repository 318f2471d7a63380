import type { CreatePromptsOptions } from '../config/create-prompts-options.ts';
import type { ConfigIssue } from '../config/issues.ts';
import type { AnyProvider } from '../provider/provider.ts';
import type { FoundFactory } from './create-provider.ts';

/** The providers that a runtime can add to those that the app passes or registers. */
export interface ProviderSources {
  /** @returns The provider of `{ file }` entries. Undefined on a runtime without files. */
  files?(options: CreatePromptsOptions): AnyProvider;
  /**
   * Looks for providers among the packages that the app depends on, and imports those that are wanted.
   * @param explicit The providers passed explicitly, by name: no package can conflict with them.
   * @param issues Receives every mistake.
   * @returns undefined if there is nothing to look for, or if it is turned off.
   */
  findInstalled?(
    wanted: ReadonlySet<string>,
    explicit: ReadonlyMap<string, AnyProvider>,
    options: CreatePromptsOptions,
    issues: ConfigIssue[],
  ): Promise<InstalledProviders | undefined>;
}

export interface InstalledProviders {
  /** Those that are wanted and could be imported. */
  readonly factories: ReadonlyMap<string, FoundFactory>;
  /** The names of all that were found. */
  readonly names: Iterable<string>;
  /** Why a provider was not found, by name. */
  readonly reasons: ReadonlyMap<string, MissingReason>;
}

/** Why a provider was not found. */
export interface MissingReason {
  /** One or two sentences. */
  readonly text: string;
  /** Whether the text contains the fix, so that no package needs to be suggested. */
  readonly hasFix: boolean;
}
