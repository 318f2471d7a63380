import type * as z from 'zod/mini';
import type { Catalogue } from './cache/catalogue.ts';
import type { Lister } from './cache/collections/lister.ts';
import type { CacheContext } from './cache/context.ts';
import type { Persistence } from './cache/persistence.ts';
import type { CreatePromptsOptions } from './config/create-prompts-options.ts';
import type { ConfigIssue } from './config/issues.ts';
import type { AddressedEntry } from './registry/address-entries.ts';
import type { ProviderSources } from './registry/provider-sources.ts';

/** The features that only some runtimes have. Core itself runs on all of them. */
export interface Platform extends ProviderSources {
  /** Schemas of the options of `createPrompts` that only this runtime supports. */
  readonly optionShape?: z.core.$ZodShape;
  /** Called before any other step, with options that their schemas have accepted. */
  prepare?(options: CreatePromptsOptions): void;
  /** Checks the options against the addresses of the entries. @param issues Receives every mistake. */
  checkAddresses?(
    entries: readonly (AddressedEntry | undefined)[],
    options: CreatePromptsOptions,
    issues: ConfigIssue[],
  ): void;
  /** Restores the snapshot. @returns The snapshot, store and bus; undefined if no option requests one of them. */
  attachPersistence?(parts: PersistenceParts): Promise<Persistence | undefined>;
}

/** The parts that persistence is attached to. */
export interface PersistenceParts {
  readonly options: CreatePromptsOptions;
  readonly catalogue: Catalogue;
  readonly context: CacheContext;
  readonly lister: Lister;
}
