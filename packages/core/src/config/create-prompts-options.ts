import type { PromptHook } from '../hooks/hook.ts';
import type { Logger } from '../logger.ts';
import type { AnyProvider, ProviderOptions } from '../provider/provider.ts';
import type { Clock } from '../time/clock.ts';
import type { CacheOptions } from './cache-options.ts';
import type { Entry } from './entry.ts';
import type { TierOptions } from './tier-options.ts';

/** `providerOptions`: those of providers whose types are loaded are checked. */
type OptionsByProvider = { readonly [Name in keyof ProviderOptions]?: ProviderOptions[Name] | undefined } & Readonly<
  Record<string, unknown>
>;

/** Options of `createPrompts`. */
export interface CreatePromptsOptions<Entries = Record<string, Entry>> {
  /** The prompts by name. A name that ends in `/*` is a collection. */
  readonly systemPrompts: Entries;
  /** Providers passed explicitly. They take precedence over those that are discovered. */
  readonly providers?: readonly AnyProvider[] | undefined;
  /** Options for the factories of discovered and registered providers, by provider name. Each provider documents its own. */
  readonly providerOptions?: OptionsByProvider | undefined;
  /** Defaults for all entries. */
  readonly cache?: (CacheOptions & TierOptions) | undefined;
  /**
   * The folder where file entries and discovery start: a path, or a `file:` URL or its text, such as `import.meta.url`. The path
   * of a file means its folder. Default: the folder of the app's package.json, found from the program that runs. Node only.
   */
  readonly root?: string | URL | undefined;
  /**
   * `false` turns off the discovery of installed packages; `allow` names further packages that are trusted. Default `true`.
   * Node only.
   */
  readonly discover?: boolean | { readonly allow?: readonly string[] | undefined } | undefined;
  /** Whether file entries are reloaded as soon as their files change. Default: `NODE_ENV` is not `production`. Node only. */
  readonly watchFiles?: boolean | undefined;
  /**
   * `strict`: whether double braces that contain neither a variable, an include nor an escape are an error, which names the line
   * and the tag. Default `false`: they are text, and a warning is logged once per prompt.
   */
  readonly templates?: { readonly strict?: boolean | undefined } | undefined;
  readonly hooks?: readonly PromptHook[] | undefined;
  /** Whether loading starts immediately, in batches. Default `true`. `createPrompts` waits only for `required` entries. */
  readonly preload?: boolean | undefined;
  /** Default: warnings and errors go to the console. `false`: nothing is logged. */
  readonly logger?: Logger | false | undefined;
  /**
   * Receives every attempt to load that may go on after the read that caused it. For runtimes that end what a request has begun
   * together with the request, such as Workers. The promise never rejects; once it has settled, the new text is served.
   */
  readonly waitUntil?: ((attempt: Promise<unknown>) => void) | undefined;
  readonly clock?: Clock | undefined;
}
