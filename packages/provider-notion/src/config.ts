import type { Client } from '@notionhq/client';
import type { SecretInput, TlsOptions } from '@prompts/provider-kit';

/** Credentials. */
export interface NotionAuth {
  /**
   * The token of an internal integration, or the access token of a public one (OAuth). A function is called for every request, and
   * again after Notion has rejected a token: it should then return a renewed one.
   */
  readonly token: SecretInput | undefined;
}

/** The keys that entries and the factory's options have in common. */
export interface NotionAccess {
  /** The token of an integration. */
  readonly auth?: NotionAuth | undefined;
  /** Short for `auth: { token }`. */
  readonly token?: SecretInput | undefined;
  /** The address of the API, without `/v1`. Default: `https://api.notion.com`. */
  readonly baseUrl?: string | undefined;
}

/** The part of a page that is the prompt. Default: its text. */
export interface NotionContent {
  /** `'code'`: the text of the page's only code block, letter for letter. */
  readonly extract?: 'code' | undefined;
  /**
   * The name of the property of the row that contains the prompt: a text, a title, or a formula that returns text. Its text is returned
   * letter for letter. Can't be combined with `extract`.
   */
  readonly property?: string | undefined;
  /** The only names that are variables. All others in double braces are escaped, and rendered as text. Default: all are variables. */
  readonly variables?: readonly string[] | undefined;
}

/** The `config` of an entry that is one page. */
export interface NotionPageConfig extends NotionAccess, NotionContent {
  /** The id of a page or a row, with or without dashes, or its URL. */
  readonly pageId: string;
  readonly dataSourceId?: undefined;
  readonly name?: undefined;
  readonly filter?: undefined;
}

/** The `config` of an entry `name/*`: all rows of a data source, or those that match a filter. */
export interface NotionCollectionConfig extends NotionAccess, NotionContent {
  /** The id of a data source, from "Manage data sources" in the settings of a database. */
  readonly dataSourceId: string;
  /** The name of the property that contains the names of the members. Default: the title. */
  readonly name?: string | undefined;
  /** The values that properties of a row must have, such as `{ Status: 'Live' }`. Default: all rows. */
  readonly filter?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly pageId?: undefined;
}

/** The `config` of an entry with `provider: 'notion'`. */
export type NotionConfig = NotionPageConfig | NotionCollectionConfig;

/** The options of {@link notion}: defaults for all entries, and options that only the app may set. */
export interface NotionOptions extends NotionAccess {
  /** The maximum number of requests in any second, per token. Default: 3, the limit in Notion's documentation. */
  readonly requestsPerSecond?: number | undefined;
  /** Hosts that may be private or use plain `http:`, such as `127.0.0.1` or `*.corp.example`. Default: none. */
  readonly allowHosts?: readonly string[] | undefined;
  /**
   * The URL of a proxy, such as `http://user:password@proxy.example:3128`, or false for none. Default: the proxy that the environment
   * variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` specify.
   */
  readonly proxy?: string | false | undefined;
  /** The authorities to trust, and a client certificate. Default: the authorities that Node trusts. */
  readonly tls?: TlsOptions | undefined;
  /** The app's own client, with its token and network settings. Used for entries without credentials and `baseUrl`. */
  readonly client?: Client | undefined;
}
