import type { Octokit } from '@octokit/rest';
import type { SecretInput, TlsOptions } from '@prompts/provider-kit';

/** A personal access token, classic or fine-grained, or any other token that GitHub accepts as a bearer token. */
export interface GitHubTokenAuth {
  /** The token, or a function that returns it, called for every request. */
  readonly token: SecretInput | undefined;
}

/** An installation of a GitHub App. Its tokens are created when needed, and renewed before they expire. */
export interface GitHubAppAuth {
  /** The App's numeric id, or its client id. */
  readonly appId: number | string;
  /** The App's private key in PEM format, with line breaks or with `\n` in their place. */
  readonly privateKey: SecretInput | undefined;
  /** The number at the end of the installation's URL. */
  readonly installationId: number | string;
}

/** Credentials. Without any, public repositories can be read with 60 requests per hour. */
export type GitHubAuth = GitHubTokenAuth | GitHubAppAuth;

/** The keys that entries and the factory's options have in common. */
export interface GitHubAccess {
  /** A token, or a GitHub App. Default: none. */
  readonly auth?: GitHubAuth | undefined;
  /** Short for `auth: { token }`. */
  readonly token?: SecretInput | undefined;
  /** The API of a GitHub Enterprise Server, `https://host/api/v3`, or of a tenant of ghe.com, `https://api.<name>.ghe.com`. Default: `https://api.github.com`. */
  readonly baseUrl?: string | undefined;
}

/** An Octokit that the app configured, with plugins of its choice. */
export interface ReadyOctokit {
  /** The function that every request goes through. */
  readonly request: Octokit['request'];
}

/** The `config` of an entry with `provider: 'github'`. */
export interface GitHubConfig extends GitHubAccess {
  /** The repository as `owner/name`. */
  readonly repo: string;
  /**
   * The path of the file from the root of the repository, without a leading slash. For an entry `name/*`: a glob such as
   * `prompts/**` followed by `/*.md`, or a folder, which includes everything below it.
   */
  readonly path: string;
  /** The branch to read, even if a tag has the same name. Default: the repository's default branch. Not together with `ref`. */
  readonly branch?: string | undefined;
  /**
   * The tag or the commit to read: `v1.2.0`, `tags/v1.2.0`, `heads/main` for a branch, or a commit id. A bare name is the tag if
   * there is one, else a branch or an abbreviated commit id. Not together with `branch`.
   */
  readonly ref?: string | undefined;
  /** The commit to read: a `version` that `versions` returned. Overrides `branch` and `ref`. */
  readonly version?: string | undefined;
}

/** The options of {@link github}: defaults for all entries, and options that only the app may set. */
export interface GitHubOptions extends GitHubAccess {
  /** Hosts that may be private or use plain `http:`, such as `127.0.0.1` or `*.corp.example`. Default: none. */
  readonly allowHosts?: readonly string[] | undefined;
  /**
   * The URL of a proxy, such as `http://user:password@proxy.example:3128`, or false for none. Default: what the environment variables
   * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say.
   */
  readonly proxy?: string | false | undefined;
  /** The authorities to trust, and a client certificate. Default: the authorities that Node trusts. */
  readonly tls?: TlsOptions | undefined;
  /** The app's own client, with its credentials, plugins and network settings. Used for entries without credentials and `baseUrl`. */
  readonly octokit?: ReadyOctokit | undefined;
}
