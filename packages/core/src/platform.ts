import type { z } from 'zod';
import type { Catalogue } from './cache/catalogue.ts';
import type { CacheContext } from './cache/context.ts';
import type { Lister } from './collections/lister.ts';
import type { ConfigIssue } from './config/issues.ts';
import type { CreatePromptsOptions } from './config/options.ts';
import type { AnyProvider, ProviderFactory } from './provider/provider.ts';

/** What only some runtimes can do. Core itself runs on all of them. */
export interface Platform {
  /** What the options of `createPrompts` must be that only this runtime heeds. */
  readonly optionShape?: z.ZodRawShape;
  /** Does what can't wait, with options that are valid by themselves. */
  prepare?(options: CreatePromptsOptions): void;
  /** @returns the provider of `{ file }` entries; undefined where there is no file system. */
  files?(root: string | URL | undefined): AnyProvider;
  /** Has prompts kept and shared beyond memory, where the options ask for it. */
  attachTiers?(parts: TierParts): Promise<void>;
  /**
   * Looks for providers among the packages that the app depends on, and imports those that are wanted.
   * @param explicit Those given by hand, by name: no package can conflict with them.
   * @param issues Takes every mistake found.
   * @returns undefined where it needn't look, or mustn't.
   */
  findInstalled?(
    wanted: ReadonlySet<string>,
    explicit: ReadonlyMap<string, AnyProvider>,
    options: CreatePromptsOptions,
    issues: ConfigIssue[],
  ): Promise<InstalledProviders | undefined>;
}

/** What tiers are attached to. */
export interface TierParts {
  readonly options: CreatePromptsOptions;
  readonly catalogue: Catalogue;
  readonly context: CacheContext;
  readonly lister: Lister;
}

export interface InstalledProviders {
  readonly factories: ReadonlyMap<string, ProviderFactory>;
  /** Why one wasn't found, by name, where there is more to say than that it isn't installed. */
  readonly hints: ReadonlyMap<string, string>;
}
