import type { TemplateSyntax } from '../template/placeholders.ts';
import type { VariablesSchema } from '../template/variables-schema.ts';
import type { CacheOptions } from './cache-options.ts';

/** The options of any entry. */
export interface EntryOptions {
  readonly cache?: CacheOptions | undefined;
  /**
   * Merged over the facts from the source. `version: 'auto'` becomes the source's version id; on GitHub, the id of the
   * commit that last changed the file.
   */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** The provider's webhook events that concern this entry. Default: all. */
  readonly webhooks?: readonly string[] | undefined;
  /**
   * Served when nothing better is available; never cached as if it were the source's text. `{ file }`, a path in the root, is read
   * once, at start; a file that can't be read is a mistake in the configuration. Node only.
   */
  readonly fallback?: string | { readonly file: string } | undefined;
  /** Whether `createPrompts` rejects if the text can't be loaded. Default `false`. */
  readonly required?: boolean | undefined;
  /** How variables are written. Default `'mustache'`: `{{name}}`. */
  readonly syntax?: TemplateSyntax | undefined;
  /**
   * What `render` accepts: a schema of zod or any other Standard Schema that is synchronous. Values are checked, and what the schema
   * returns is inserted.
   */
  readonly variables?: VariablesSchema | undefined;
  /** Whether double braces without a meaning, such as `{{#if x}}`, are an error. Default: `templates.strict`. */
  readonly strict?: boolean | undefined;
  /** Whether a leading `---` YAML block becomes metadata. Default: only for provider entries. */
  readonly frontMatter?: boolean | undefined;
}

/** A text in the configuration itself. */
export interface ContentEntry extends EntryOptions {
  readonly content: string;
}

/** A text in a file inside the root, or a collection of files. Node only. */
export interface FileEntry extends EntryOptions {
  /** A path in the root. For a collection: a folder, which means all its Markdown files, or a glob. */
  readonly file: string;
}

/** A text that a provider loads, with the config that the provider needs. */
export interface ConfiguredEntry<Name, Config> extends EntryOptions {
  readonly provider: Name;
  readonly config: Config;
}

/** A text that a provider loads which needs no config. */
export interface UnconfiguredEntry<Name, Config> extends EntryOptions {
  readonly provider: Name;
  readonly config?: Config | undefined;
}

/** A text that a provider loads. `config` may be omitted if all of it is optional. */
export type ProviderEntry<Name extends string = string, Config = Readonly<Record<string, unknown>>> =
  Record<never, never> extends Config ? UnconfiguredEntry<Name, Config> : ConfiguredEntry<Name, Config>;

/** A text in a database: short for `provider: 'db'` and its `config`. */
export interface DbEntry<Config = Readonly<Record<string, unknown>>> extends EntryOptions {
  readonly db: Config;
}

/** One named item of `systemPrompts`. */
export type Entry = string | ContentEntry | FileEntry | ProviderEntry<string, object> | DbEntry<object>;
