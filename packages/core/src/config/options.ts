import type { Clock } from '../clock.ts';
import type { PromptHook } from '../hooks/hook.ts';
import type { Logger } from '../logger.ts';
import type { PromptBus } from '../persistence/announcements.ts';
import type { PromptStore } from '../persistence/guarded-store.ts';
import type { IntegrityKey } from '../persistence/sealing.ts';
import type { AnyProvider } from '../provider/provider.ts';
import type { Entry } from './entry.ts';

/** How long texts are served. All durations in seconds; `Infinity` is a duration. */
export interface CacheOptions {
  /** How long a text is fresh: served without asking the source. Default 300. */
  readonly ttl?: number | undefined;
  /** How long after its TTL a text is served at once while a new one is fetched (RFC 5861). Default `Infinity`. */
  readonly staleWhileRevalidate?: number | undefined;
  /** How long after its TTL a text is served while the source fails (RFC 5861). Default `Infinity`. */
  readonly staleIfError?: number | undefined;
  /** How long a reader waits for a text that isn't there yet. Default 10. */
  readonly timeout?: number | undefined;
  /** Largest text accepted, in bytes of UTF-8. Default 1,048,576. */
  readonly maxBytes?: number | undefined;
}

/** Where texts are kept beyond memory, and who is told of new ones. */
export interface TierOptions {
  /** File that holds the last good texts, so that an app can start while its sources are down. Node only. */
  readonly snapshot?: string | undefined;
  /** What a fleet of processes shares, so that one of them asks a source for all: `new Keyv(…)`. */
  readonly store?: PromptStore | undefined;
  /** Seconds that an attempt waits for the store, in all. Default 0.25. */
  readonly storeTimeout?: number | undefined;
  /** Seconds after which a process that asks a source for all, and died, is replaced. Default 10. */
  readonly lease?: number | undefined;
  /** Tells processes of each other's changes. */
  readonly bus?: PromptBus | undefined;
  /** Authenticates what stands in store and snapshot (HMAC-SHA-256), so that who can write there can't put words into prompts. */
  readonly integrityKey?: IntegrityKey | undefined;
}

/** Options of `createPrompts`. */
export interface CreatePromptsOptions<Entries = Record<string, Entry>> {
  /** The prompts by name. A name that ends in `/*` is a collection. */
  readonly systemPrompts: Entries;
  /** Providers given by hand: they win over those that are found. */
  readonly providers?: readonly AnyProvider[];
  /** What the factory of a found provider is called with, by provider name. */
  readonly providerOptions?: Readonly<Record<string, unknown>>;
  /** Default for all entries. */
  readonly cache?: CacheOptions & TierOptions;
  /** Folder where file entries and discovery start. Default: the working directory. Node only. */
  readonly root?: string | URL;
  /** `false`: installed packages are not looked for. `allow`: more package names that may provide. Default `true`. Node only. */
  readonly discover?: boolean | { readonly allow?: readonly string[] };
  readonly hooks?: readonly PromptHook[];
  /** Whether loading starts at once, in batches. Default `true`. Only `required` entries are awaited. */
  readonly preload?: boolean;
  readonly logger?: Logger;
  readonly clock?: Clock;
}
