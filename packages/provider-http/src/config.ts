import type { SecretInput, TlsOptions } from '@prompts/provider-kit';

/** Credentials: a bearer token (RFC 6750), or a user name and password (RFC 7617). None of them may be empty. */
export type HttpAuth =
  | { readonly token: SecretInput | undefined }
  | { readonly username: string; readonly password: SecretInput | undefined };

/** The keys that entries and the factory's options have in common. Secrets may be functions, called for every request. */
export interface HttpAccess {
  /** The base of relative `url`s and `index`es, such as `https://host/path`. `https://` may be omitted. */
  readonly baseUrl?: string | undefined;
  /** A bearer token, or a user name and password. Default: none. */
  readonly auth?: HttpAuth | undefined;
  /** Short for `auth: { token }`. */
  readonly token?: SecretInput | undefined;
  /** Headers of each request. Their values are treated as secrets. */
  readonly headers?: Readonly<Record<string, SecretInput | undefined>> | undefined;
}

/** The config of one prompt. */
export interface HttpPromptConfig extends HttpAccess {
  /** The URL of the text. */
  readonly url: string;
  /** A JSON pointer (RFC 6901) to the text in a JSON response, such as `/prompts/0/text`. Default: the whole response. */
  readonly select?: string | undefined;
}

/** The config of a collection. */
export interface HttpCollectionConfig extends HttpAccess {
  /** The URL of a JSON list of URLs or `{ name?, url, version? }`. If it ends in `/`, `index.json` is appended. */
  readonly index: string;
  /** A JSON pointer to the text in the response of every member. */
  readonly select?: string | undefined;
}

/** The `config` of an entry with `provider: 'http'`. */
export type HttpConfig = HttpPromptConfig | HttpCollectionConfig;

/** The options of {@link http}: defaults for all entries, and options that only the app may set. */
export interface HttpOptions extends HttpAccess {
  /** Hosts that may be private or use plain `http:`, such as `127.0.0.1` or `*.corp.example`. Default: none. */
  readonly allowHosts?: readonly string[] | undefined;
  /**
   * The URL of a proxy, such as `http://user:password@proxy.example:3128`, or false for none. Default: what the environment variables
   * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say.
   */
  readonly proxy?: string | false | undefined;
  /** The authorities to trust, and a client certificate. Default: the authorities that Node trusts. */
  readonly tls?: TlsOptions | undefined;
}
