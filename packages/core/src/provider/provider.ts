/// <reference lib="esnext.disposable" preserve="true" />
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { PromptError } from '../errors/prompt-error.ts';
import type { Logger } from '../logger.ts';
import type { WebhookAdapter } from './webhook.ts';

/** Knows one kind of source and loads templates from it. `name` and `load` are enough. */
export interface PromptProvider<Config = unknown> {
  /** What entries call it by: `provider: 'github'`. */
  readonly name: string;
  /** Loads the current text. Throws a {@link PromptError}; a plain Error counts as `UNAVAILABLE`. */
  load(config: Config, context: LoadContext): Promise<PromptTemplate>;
  /** True if this source can be read with these credentials; else throws `FORBIDDEN` or `AUTH_FAILED` naming what is missing. */
  validate?(config: Config, context: LoadContext): Promise<boolean>;
  /** Like `load`, with `context.previous` set; returns that very object when nothing changed. */
  refresh?(config: Config, context: LoadContext): Promise<PromptTemplate>;
  /** zod or any Standard Schema. Its output is what the other methods are given. */
  readonly configSchema?: StandardSchemaV1<unknown, Config>;
  readonly capabilities?: ProviderCapabilities;
  /** Loads many at the price of few calls. One result a config, in order; a failure of one is a value, not a throw. */
  loadMany?(configs: readonly Config[], context: LoadContext): Promise<readonly (PromptTemplate | PromptError)[]>;
  /** Indexes of the entries that changed (or can't be told) since they were loaded: one cheap call for many. */
  changedSince?(entries: readonly KnownVersion<Config>[], context: LoadContext): Promise<readonly number[]>;
  /** Tells of changes as they happen, by indexes into `configs`. */
  watch?(
    configs: readonly Config[],
    onChange: (indexes: readonly number[]) => void,
    context: LoadContext,
  ): Promise<AsyncDisposable>;
  /** What a collection holds. */
  list?(config: Config, context: ListContext<Config>): Promise<readonly ListedPrompt<Config>[]>;
  /** Newest first; load one with `config.version`. */
  versions?(config: Config, context: LoadContext): AsyncIterable<PromptVersion>;
  /** Facts that cost extra calls, asked in batches after the text is served. */
  describe?(configs: readonly Config[], context: LoadContext): Promise<readonly (PromptFacts | PromptError)[]>;
  readonly webhook?: WebhookAdapter<Config>;
  /** What the source last said of its rate limit for these credentials. Asks nothing. */
  quota?(config: Config): SourceQuota | undefined;
  close?(): Promise<void>;
}

/** What a provider can do, as data: tests skip by it, core plans by it. */
export interface ProviderCapabilities {
  /** Seconds one load may take before it is aborted. Default 30. */
  readonly loadTimeout?: number;
}

/** Text as written at the source, with its version and where it stands. */
export interface PromptTemplate {
  /** Exactly as written at the source, never rendered. */
  readonly content: string;
  /** The source's own id, changing exactly when the text does. Default: the hash of the content. */
  readonly version?: string | undefined;
  /** Where a person can open it. */
  readonly uri?: string | undefined;
  /** The source's facts: `author`, `updatedAt` (ISO 8601), `title`, … Front matter is merged over it by core. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Seconds the source says this stays fresh (HTTP `max-age`); used where the entry sets no `ttl`. */
  readonly maxAge?: number | undefined;
}

/** How many more requests a source takes for now. */
export interface SourceQuota {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch ms: when `remaining` is `limit` again. */
  readonly resetAt: number;
}

export interface LoadContext {
  /** Aborted when the load takes too long or the app closes. */
  readonly signal: AbortSignal;
  /** The last good template, on a refresh. */
  readonly previous?: PromptTemplate;
  readonly logger: Logger;
}

export interface ListContext<Config = unknown> extends LoadContext {
  /** What the last listing gave, so that only what changed need be asked for. */
  readonly previousList?: readonly ListedPrompt<Config>[] | undefined;
}

export interface KnownVersion<Config = unknown> {
  readonly config: Config;
  readonly template: PromptTemplate;
}

/** One member of a collection. */
export interface ListedPrompt<Config = unknown> {
  /** Title or file name without extension; core makes it a safe, unique name. */
  readonly name: string;
  /** Loads this member. */
  readonly config: Config;
  readonly version?: string | undefined;
  /** The text, where the listing brought it for free. */
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

/** What `describe` finds out about a prompt. */
export interface PromptFacts {
  readonly version?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** A provider, or a provider of unknown config: what registries and options hold. */
// biome-ignore lint/suspicious/noExplicitAny: a registry holds providers of different configs
export type AnyProvider = PromptProvider<any>;

/** Makes a provider from options that apply to all its entries. */
// biome-ignore lint/suspicious/noExplicitAny: each factory documents its own options
export type ProviderFactory = (options?: any) => AnyProvider;

/**
 * Config by provider name. Each provider package merges its own:
 * `declare module '@prompts/core' { interface ProviderConfigs { github: GitHubConfig } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface ProviderConfigs {}
