import type { SecretInput } from '@prompts/provider-kit';

/** Credentials: a bearer token (RFC 6750), or a user name and password (RFC 7617). None of them may be empty. */
export type HttpAuth =
  | { readonly token: SecretInput | undefined }
  | { readonly username: string; readonly password: SecretInput | undefined };

/** What entries and the factory's options have in common. Secrets may be functions: they are asked at every request. */
export interface HttpAccess {
  /** Resolves a relative `url` or `index`. `https://` may be left out. */
  readonly baseUrl?: string;
  readonly auth?: HttpAuth;
  /** Short for `auth: { token }`. */
  readonly token?: SecretInput | undefined;
  /** Sent with each request. The values count as secrets. */
  readonly headers?: Readonly<Record<string, SecretInput | undefined>>;
}

/** One prompt behind a URL. */
export interface HttpPromptConfig extends HttpAccess {
  readonly url: string;
  /** JSON pointer (RFC 6901) to the text, for an answer in JSON: `/prompts/0/text`. */
  readonly select?: string;
}

/** A collection: the URL of a JSON list of URLs or `{ name?, url, version? }`; one that ends in `/` means its `index.json`. */
export interface HttpCollectionConfig extends HttpAccess {
  readonly index: string;
  /** Applies to every member. */
  readonly select?: string;
}

/** What `config` of an entry with `provider: 'http'` may say. */
export type HttpConfig = HttpPromptConfig | HttpCollectionConfig;

/** Options of {@link http}: defaults for all entries, and what no entry may say. */
export interface HttpOptions extends HttpAccess {
  /** Hosts that may be reached although they are private, or by plain `http:`: `127.0.0.1`, `*.corp.example`. */
  readonly allowHosts?: readonly string[];
}
