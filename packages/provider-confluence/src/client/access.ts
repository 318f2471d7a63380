import { baseUrlOf, type SecretInput, tokenOf } from '@prompts/provider-kit';
import type { ConfluenceDeployment, ReadyConfluenceClient } from '../config.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { confluenceError } from '../confluence-error.ts';
import { parsePageReference } from '../page-reference.ts';

/** The server to send requests to, and the credentials to send. Accesses that mean the same are deeply equal, however they are written. */
export type Access = ServerAccess | ClientAccess;

export interface ServerAccess {
  readonly deployment: ConfluenceDeployment;
  /** The part of the URL before `/wiki/api/v2` or `/rest/api`, without a trailing slash. */
  readonly baseUrl: string;
  readonly email?: string | undefined;
  readonly token?: SecretInput | undefined;
}

interface ClientAccess {
  readonly deployment: ConfluenceDeployment;
  readonly client: ReadyConfluenceClient;
}

type AccessInputs = Pick<ParsedConfig, 'auth' | 'token' | 'baseUrl' | 'deployment'>;

const apiHost = 'api.atlassian.com';

/**
 * Combines the config of an entry with the factory's defaults. The entry's values take precedence. The factory's credentials are
 * sent only to the factory's site: an entry that names another site doesn't get them.
 * @throws `CONFIG_INVALID` if there is no site, if the site can't accept the credentials, and for the URL of a page on another site.
 */
export function resolveAccess(
  config: ParsedConfig,
  { client, ...defaults }: AccessInputs & { readonly client?: ReadyConfluenceClient | undefined },
): Access {
  const { auth, token, baseUrl } = config;
  if (client && !(auth ?? token ?? baseUrl)) {
    return { client, deployment: config.deployment ?? defaults.deployment ?? 'cloud' };
  }
  const given = baseUrl ?? defaults.baseUrl;
  if (given === undefined) {
    throw confluenceError('CONFIG_INVALID', 'baseUrl is missing: set it to the site, such as company.atlassian.net');
  }
  const server = parseServer(given, config.deployment ?? defaults.deployment);
  const isDefault =
    defaults.baseUrl !== undefined && parseServer(defaults.baseUrl, server.deployment).baseUrl === server.baseUrl;
  const { auth: usedAuth, token: usedToken } = (auth ?? token) ? { auth, token } : isDefault ? defaults : {};
  const secret = tokenOf({ auth: usedAuth, token: usedToken });
  const email = usedAuth?.email?.toLowerCase();
  const result = { ...server, ...(email !== undefined && { email }), ...(secret !== undefined && { token: secret }) };
  checkCredentials(result);
  checkHosts(config, result);
  return result;
}

function parseServer(given: string, deployment: ConfluenceDeployment | undefined): ServerAccess {
  const url = baseUrlOf(given, 'confluence');
  const isAtlassian = url.hostname.endsWith('.atlassian.net') || url.hostname === apiHost;
  const resolved = deployment ?? (isAtlassian ? 'cloud' : 'data-center');
  const fail = (fault: string) => confluenceError('CONFIG_INVALID', `baseUrl '${url.href}' ${fault}`);
  if (isAtlassian && url.protocol === 'http:')
    throw fail('uses plain http:, which Confluence Cloud refuses: use https:');
  const path = url.pathname.replace(/\/+$/, '');
  const root = resolved === 'cloud' ? path.replace(/\/wiki$/, '') : path;
  if (resolved === 'cloud' && url.hostname.endsWith('.atlassian.net') && root !== '') {
    throw fail(`is not the address of a site: use ${url.host}`);
  }
  if (url.hostname === apiHost && !/^\/ex\/confluence\/[\w-]+$/.test(root)) {
    throw fail(`does not name the site: use https://${apiHost}/ex/confluence/<cloudId>`);
  }
  return { deployment: resolved, baseUrl: url.origin + root };
}

function checkCredentials({ baseUrl, deployment, email, token }: ServerAccess): void {
  const { hostname } = new URL(baseUrl);
  if (deployment === 'data-center' && email !== undefined) {
    throw confluenceError(
      'CONFIG_INVALID',
      'auth.email is for Confluence Cloud: for a Data Center, set auth to { token } with a personal access token',
    );
  }
  if (hostname.endsWith('.atlassian.net') && token !== undefined && email === undefined) {
    throw confluenceError(
      'CONFIG_INVALID',
      `auth.email is missing: ${hostname} requires the e-mail address of the API token's account. For an OAuth access token or a service account, set baseUrl to https://${apiHost}/ex/confluence/<cloudId>`,
    );
  }
}

/** Checks that URLs of pages are on the configured site. If `baseUrl` is on the API's host, the site's own host is not known. */
function checkHosts({ pageId, parentId }: ParsedConfig, { baseUrl }: ServerAccess): void {
  const { host, hostname } = new URL(baseUrl);
  if (hostname === apiHost) return;
  for (const [key, value] of Object.entries({ pageId, parentId })) {
    const reference = value === undefined ? undefined : parsePageReference(value);
    if (typeof reference !== 'object' || reference.host === undefined || reference.host === host) continue;
    throw confluenceError(
      'CONFIG_INVALID',
      `${key} is the URL of a page on ${reference.host}, but the host of baseUrl is ${host}: correct one of them`,
    );
  }
}
