import type { Octokit } from '@octokit/rest';
import type { SecretInput } from '@prompts/provider-kit';

/** A personal access token, classic or fine-grained, or any other that GitHub takes as a bearer token. */
export interface GitHubTokenAuth {
  readonly token: SecretInput | undefined;
}

/** A GitHub App's installation. Its tokens are minted when needed, and again before they end. */
export interface GitHubAppAuth {
  readonly appId: number | string;
  /** PEM, with line breaks or with `\n` in their place. */
  readonly privateKey: SecretInput | undefined;
  readonly installationId: number | string;
}

/** Without any, public repositories can be read, 60 requests an hour. */
export type GitHubAuth = GitHubTokenAuth | GitHubAppAuth;

/** What entries and the factory's options have in common. */
export interface GitHubAccess {
  readonly auth?: GitHubAuth | undefined;
  /** Short for `auth: { token }`. */
  readonly token?: SecretInput | undefined;
  /** Of a GitHub Enterprise Server: `https://host/api/v3`. Default: `https://api.github.com`. */
  readonly baseUrl?: string | undefined;
}

/** A client made ready by the app: an Octokit with whatever plugins. */
export interface ReadyOctokit {
  readonly request: Octokit['request'];
}

/** What `config` of an entry with `provider: 'github'` may say. */
export interface GitHubConfig extends GitHubAccess {
  /** `owner/name`. */
  readonly repo: string;
  /**
   * The file, from the root of the repository. For an entry `name/*`: a glob such as `prompts/**` followed by `/*.md`, or a
   * folder, which stands for all that is below it.
   */
  readonly path: string;
  /** Default: the repository's default branch. */
  readonly branch?: string | undefined;
  /** A tag or a commit, in place of a branch. */
  readonly ref?: string | undefined;
  /** The commit to read: what `versions` yields. Wins over `branch` and `ref`. */
  readonly version?: string | undefined;
}

/** Options of {@link github}: defaults for all entries, and what no entry may say. */
export interface GitHubOptions extends GitHubAccess {
  /** Hosts that may be reached although they are private, or by plain `http:`: `127.0.0.1`, `*.corp.example`. */
  readonly allowHosts?: readonly string[] | undefined;
  /** The app's own client, with its credentials, plugins and network: for entries that give no credentials of their own. */
  readonly octokit?: ReadyOctokit | undefined;
}
