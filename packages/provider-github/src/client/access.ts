import { baseUrlOf, type SecretInput, tokenOf } from '@prompts/provider-kit';
import type { GitHubAppAuth, ReadyOctokit } from '../config.ts';
import type { ParsedConfig } from '../config-schema.ts';

/** The server to send requests to, and the credentials to send. Equal accesses are equal, however they were written. */
export type Access = ServerAccess | { readonly octokit: ReadyOctokit };

/** A server with the credentials of a config or of the factory's options. */
export interface ServerAccess {
  /** Without a final slash. */
  readonly baseUrl: string;
  readonly app?: GitHubAppAuth | undefined;
  readonly token?: SecretInput | undefined;
}

/** Credentials and server, as in a config or the factory's options. */
type AccessInputs = Pick<ParsedConfig, 'auth' | 'token' | 'baseUrl'>;

/** The API of github.com. */
export const publicApiUrl = 'https://api.github.com';

/**
 * Combines the config of an entry with the factory's defaults. The entry's values take precedence. The factory's credentials are sent to the
 * factory's server only: an entry that names another server doesn't get them.
 * @returns The `octokit` of the defaults if neither contains credentials or a server.
 */
export function resolveAccess(
  { auth, token, baseUrl }: AccessInputs,
  { octokit, ...defaults }: AccessInputs & { readonly octokit?: ReadyOctokit | undefined },
): Access {
  if (octokit && !(auth ?? token ?? baseUrl)) return { octokit };
  const defaultUrl = parseBaseUrl(defaults.baseUrl);
  const url = baseUrl === undefined ? defaultUrl : parseBaseUrl(baseUrl);
  const own = (auth ?? token) ? { auth, token } : undefined;
  const credentials = own ?? (url.origin === defaultUrl.origin ? defaults : {});
  const server = { baseUrl: url.href.replace(/\/$/, '') };
  if (credentials.auth && 'appId' in credentials.auth) {
    const { appId, installationId, privateKey } = credentials.auth;
    return { ...server, app: { appId: String(appId), installationId: String(installationId), privateKey } };
  }
  const bearerToken = tokenOf({ auth: credentials.auth, token: credentials.token });
  return bearerToken === undefined ? server : { ...server, token: bearerToken };
}

function parseBaseUrl(baseUrl = publicApiUrl): URL {
  return baseUrlOf(baseUrl, 'github');
}
