/// <reference lib="esnext.disposable" preserve="true" />
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { PromptError } from '../errors/prompt-error.ts';
import type { SourceIdentity } from '../identity/source-identity.ts';
import type { LoadContext } from './load-context.ts';
import type { PromptTemplate } from './prompt-template.ts';
import type { WebhookAdapter } from './webhook.ts';

/**
 * Loads templates from one kind of source. `name` and `load` are enough; the other methods save calls, deliver changes
 * sooner, or add features such as collections.
 * @example
 * ```ts
 * const wiki: PromptProvider<{ page: string }> = {
 *   name: 'wiki',
 *   load: async ({ page }, { signal }) => ({ content: await readPage(page, signal) }),
 * };
 * ```
 */
export interface PromptProvider<Config = unknown> {
  /** The name that entries use: `provider: 'github'`. */
  readonly name: string;
  /** Loads the current text. Throws a {@link PromptError}; a plain Error counts as `UNAVAILABLE`. */
  load(config: Config, context: LoadContext): Promise<PromptTemplate>;
  /**
   * Returns true if these credentials can read this source; otherwise throws `FORBIDDEN` or `AUTH_FAILED`, which names the missing
   * permission. For tools: core does not call it.
   */
  validate?(config: Config, context: LoadContext): Promise<boolean>;
  /** Like `load`, with `context.previous` set; returns that same object if nothing changed. */
  refresh?(config: Config, context: LoadContext): Promise<PromptTemplate>;
  /**
   * Returns what distinguishes the sources of two configs. `source` is what is read: plain data. `access` is where, and with
   * which credentials; it may contain functions and secrets. Both include what the factory's options contribute. Without this
   * method, core splits the config: keys for credentials are the access, all others the source.
   */
  identity?(config: Config): SourceIdentity;
  /** A zod schema or any other Standard Schema. The other methods receive its output. */
  readonly configSchema?: StandardSchemaV1<unknown, Config> | undefined;
  /** The schema for the config of a collection, an entry named `x/*`. Default: `configSchema`. Configs of members are not parsed. */
  readonly collectionSchema?: StandardSchemaV1<unknown, Config> | undefined;
  readonly capabilities?: ProviderCapabilities;
  /**
   * Loads many texts with few calls. All configs have the same `access` (see `identity`) and different sources, and became due in the
   * same turn of the event loop. Returns one result per config, in order; the failure of one is a value, not a throw.
   */
  loadMany?(configs: readonly Config[], context: LoadContext): Promise<readonly (PromptTemplate | PromptError)[]>;
  /**
   * Returns the indexes of the entries that changed since they were loaded, or may have changed: one cheap call for many. If it
   * throws, all of them have failed, and keep their last texts.
   */
  changedSince?(entries: readonly KnownVersion<Config>[], context: LoadContext): Promise<readonly number[]>;
  /** Reports changes as they happen, as indexes into `configs`. */
  watch?(
    configs: readonly Config[],
    onChange: (indexes: readonly number[]) => void,
    context: LoadContext,
  ): Promise<AsyncDisposable>;
  /** Returns the members of a collection, all of them: one that is missing counts as removed. */
  list?(config: Config, context: ListContext<Config>): Promise<readonly ListedPrompt<Config>[]>;
  /** Yields the history of a text, newest first. Load one of its versions with `config.version`. For tools: core does not call it. */
  versions?(config: Config, context: LoadContext): AsyncIterable<PromptVersion>;
  /** Returns facts that cost extra calls. Core requests them in batches, after the text is served. */
  describe?(configs: readonly Config[], context: LoadContext): Promise<readonly (PromptFacts | PromptError)[]>;
  readonly webhook?: WebhookAdapter<Config>;
  /** Returns the rate limit that the source last reported for these credentials. Makes no call. */
  quota?(config: Config): SourceQuota | undefined;
  close?(): Promise<void>;
}

/** Facts about a provider that core and the conformance suite need. */
export interface ProviderCapabilities {
  /** How many seconds one call may take before it is aborted. Default 30. */
  readonly loadTimeout?: number | undefined;
  /**
   * How many texts `loadMany` can load within the time limit, if the source limits its rate. Larger batches are loaded one by one, so that
   * each text is served as soon as it arrives. Default: any number.
   */
  readonly maxBatch?: number | undefined;
  /** Whether texts may begin with front matter, unless an entry says otherwise. Default: true. */
  readonly frontMatter?: boolean | undefined;
  /** Whether texts are kept byte for byte: with a byte order mark, and even if they are empty. Default: false. */
  readonly verbatim?: boolean | undefined;
}

/** A rate limit as the source reported it. */
export interface SourceQuota {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch ms at which `remaining` returns to `limit`. */
  readonly resetAt: number;
}

/** The context of a call of `list`. */
export interface ListContext<Config = unknown> extends LoadContext {
  /** The result of the last listing, so that only changes need be requested. */
  readonly previousList?: readonly ListedPrompt<Config>[] | undefined;
  /** Core rejects a listing with more members, so `list` can stop when it exceeds this number. */
  readonly maxMembers?: number | undefined;
}

/** A text that was loaded before. */
export interface KnownVersion<Config = unknown> {
  readonly config: Config;
  readonly template: PromptTemplate;
}

/** One member of a collection. */
export interface ListedPrompt<Config = unknown> {
  /** Its title, or its file name without extension. Core turns it into a safe, unique name. */
  readonly name: string;
  /** The file extension, such as `.md`. It distinguishes items with the same name. */
  readonly extension?: string | undefined;
  /** Loads this member. */
  readonly config: Config;
  /**
   * Changes whenever the text does. It is compared with the version that was listed before, so it need not be the one that `load`
   * returns; if it is, a text that was kept over a restart need not be loaded again. Default: each member is asked for changes.
   */
  readonly version?: string | undefined;
  /** The text, if the listing contains it. */
  readonly template?: PromptTemplate | undefined;
}

/** One entry of a prompt's history. */
export interface PromptVersion {
  readonly version: string;
  /** ISO 8601. */
  readonly createdAt?: string | undefined;
  readonly author?: string | undefined;
  readonly message?: string | undefined;
  readonly uri?: string | undefined;
}

/** Facts about a prompt, from `describe`. */
export interface PromptFacts {
  readonly version?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** A provider whose config type is not known. */
// biome-ignore lint/suspicious/noExplicitAny: a registry holds providers of different configs
export type AnyProvider = PromptProvider<any>;

/**
 * Creates a provider from options that apply to all its entries. Synchronous, and makes no calls.
 * @param registration `name`: the name under which the provider is registered.
 */
// biome-ignore lint/suspicious/noExplicitAny: each factory documents its own options
export type ProviderFactory = (options?: any, registration?: { readonly name: string }) => AnyProvider;

/**
 * Config by provider name. Each provider package merges its own:
 * `declare module '@prompts/core' { interface ProviderConfigs { github: GitHubConfig } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface ProviderConfigs {}

/**
 * Options of factories by provider name, for `providerOptions`. Each provider package merges its own:
 * `declare module '@prompts/core' { interface ProviderOptions { github: GitHubOptions } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface ProviderOptions {}
