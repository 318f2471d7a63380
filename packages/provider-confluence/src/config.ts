import type { SecretInput, TlsOptions } from '@prompts/provider-kit';
import type { Client } from 'confluence.js/core';

/** An API token of Confluence Cloud, with or without scopes. */
export interface ConfluenceApiTokenAuth {
  /** The e-mail address of the account that owns the token. */
  readonly email: string | undefined;
  /** The token, or a function that returns it, called for every request. */
  readonly token: SecretInput | undefined;
}

/** A bearer token: a personal access token of Data Center, an OAuth 2.0 access token, or the API token of a service account. */
export interface ConfluenceBearerAuth {
  /** The token, or a function that returns it, called for every request. */
  readonly token: SecretInput | undefined;
}

/** Credentials. Without them, only content that anonymous users may view can be read. */
export type ConfluenceAuth = ConfluenceApiTokenAuth | ConfluenceBearerAuth;

/** The kind of Confluence that a server runs. Their APIs differ. */
export type ConfluenceDeployment = 'cloud' | 'data-center';

/** The keys that entries and the factory's options have in common. */
export interface ConfluenceAccess {
  readonly auth?: ConfluenceAuth | undefined;
  /** Short for `auth: { token }`. */
  readonly token?: SecretInput | undefined;
  /**
   * The site: `company.atlassian.net`, with or without `/wiki`; `https://api.atlassian.com/ex/confluence/<cloudId>` for tokens with
   * scopes and OAuth; or a Data Center, `https://wiki.corp.example/confluence`, with its context path.
   */
  readonly baseUrl?: string | undefined;
  /** Default: `cloud` for `*.atlassian.net` and `api.atlassian.com`, else `data-center`. */
  readonly deployment?: ConfluenceDeployment | undefined;
}

/** The `config` of an entry with `provider: 'confluence'`: a page, or for an entry `name/*` a space, a label or the children of a page. */
export interface ConfluenceConfig extends ConfluenceAccess {
  /** The page's id, or its URL as copied from the browser. */
  readonly pageId?: string | number | undefined;
  /** The key of the space of the collection, or of the page. Required with `title`. With `pageId`, a page in another space is refused. */
  readonly spaceKey?: string | undefined;
  /** The title of the page in the space. */
  readonly title?: string | undefined;
  /** Collections only: the label that the pages of the space have. */
  readonly label?: string | undefined;
  /** Collections only: the page whose children are read, by its id or URL. */
  readonly parentId?: string | number | undefined;
  /** The number of the version to read, as `versions` returned it. Default: the current one. */
  readonly version?: string | undefined;
  /** `code`: the text is that of the only code block of the page. Default: the whole page. */
  readonly extract?: 'code' | undefined;
  /** The only names that are variables; all others in double braces are escaped. Default: every identifier is one. */
  readonly variables?: readonly string[] | undefined;
}

/** A client of confluence.js that the app configured. */
export type ReadyConfluenceClient = Pick<Client, 'sendRequest'>;

/** The options of {@link confluence}: defaults for all entries, and options that only the app may set. */
export interface ConfluenceOptions extends ConfluenceAccess {
  /** Hosts that may be private or use plain `http:`, such as `127.0.0.1` or `*.corp.example`. Default: none. */
  readonly allowHosts?: readonly string[] | undefined;
  /**
   * The URL of a proxy, such as `http://user:password@proxy.example:3128`, or false for none. Default: the proxy that the environment
   * variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` specify.
   */
  readonly proxy?: string | false | undefined;
  /** The authorities to trust, and a client certificate. Default: the authorities that Node trusts. */
  readonly tls?: TlsOptions | undefined;
  /**
   * The app's own client, with its credentials and network settings. Used for entries without credentials and `baseUrl`. Needs
   * `deployment` for a Data Center.
   */
  readonly client?: ReadyConfluenceClient | undefined;
}
