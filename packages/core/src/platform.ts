import type { z } from 'zod';
import type { Catalogue } from './cache/catalogue.ts';
import type { Lister } from './cache/collections/lister.ts';
import type { CacheContext } from './cache/context.ts';
import type { Persistence } from './cache/persistence.ts';
import type { CreatePromptsOptions } from './config/create-prompts-options.ts';
import type { ConfigIssue } from './config/issues.ts';
import type { AddressedEntry } from './registry/address-entries.ts';
import type { ProviderSources } from './registry/provider-sources.ts';

/** What only some runtimes can do. Core itself runs on all of them. */
export interface Platform extends ProviderSources {
  /** Schemas of the options of `createPrompts` that only this runtime supports. */
  readonly optionShape?: z.ZodRawShape;
  /** Does what must happen before anything else, with options that are valid by themselves. */
  prepare?(options: CreatePromptsOptions): void;
  /** Checks what can only be checked of addresses. @param issues Receives every mistake. */
  checkAddresses?(
    entries: readonly (AddressedEntry | undefined)[],
    options: CreatePromptsOptions,
    issues: ConfigIssue[],
  ): void;
  /** Restores what was kept beyond memory. @returns What keeps and shares texts; undefined if the options want none. */
  attachPersistence?(parts: PersistenceParts): Promise<Persistence | undefined>;
}

/** What persistence is attached to. */
export interface PersistenceParts {
  readonly options: CreatePromptsOptions;
  readonly catalogue: Catalogue;
  readonly context: CacheContext;
  readonly lister: Lister;
}
