import type { Clock } from '../clock.ts';
import type { PromptHook } from '../hooks/hook.ts';
import type { Logger } from '../logger.ts';
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

/** Options of `createPrompts`. */
export interface CreatePromptsOptions<Entries = Record<string, Entry>> {
  /** The prompts by name. A name that ends in `/*` is a collection. */
  readonly systemPrompts: Entries;
  /** Providers given by hand: they win over those that are found. */
  readonly providers?: readonly AnyProvider[];
  /** What the factory of a found provider is called with, by provider name. */
  readonly providerOptions?: Readonly<Record<string, unknown>>;
  /** Default for all entries. */
  readonly cache?: CacheOptions;
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
