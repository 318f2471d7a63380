import type { Client } from '@notionhq/client';
import { baseUrlOf, type SecretInput, tokenOf } from '@prompts/provider-kit';
import type { NotionAccess } from '../config.ts';
import { notionError } from '../notion-error.ts';

/** The server to send requests to, and the credentials to send. Accesses that mean the same are deeply equal, however they are written. */
export type Access = ServerAccess | { readonly client: Client };

/** A server with the credentials of a config or of the factory's options. */
export interface ServerAccess {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly token: SecretInput;
}

const publicApiUrl = 'https://api.notion.com';

/**
 * Combines the config of an entry with the factory's defaults. The entry's values take precedence. The factory's token is sent only to
 * the factory's server: an entry that names another server doesn't get it.
 * @returns The `client` of the defaults if neither contains credentials or a server.
 * @throws `CONFIG_INVALID` if there is no token: Notion's API is not public.
 */
export function resolveAccess(
  { auth, token, baseUrl }: NotionAccess,
  { client, ...defaults }: NotionAccess & { readonly client?: Client | undefined },
): Access {
  if (client && !(auth ?? token ?? baseUrl)) return { client };
  const defaultUrl = baseUrlOf(defaults.baseUrl ?? publicApiUrl, 'notion');
  const url = baseUrl === undefined ? defaultUrl : baseUrlOf(baseUrl, 'notion');
  const own = tokenOf({ auth, token } as Parameters<typeof tokenOf>[0]);
  const inherited = url.origin === defaultUrl.origin ? tokenOf(defaults as Parameters<typeof tokenOf>[0]) : undefined;
  const used = own ?? inherited;
  if (used === undefined) {
    const place = baseUrl === undefined ? 'in the config or in the options of notion()' : 'in the config of the entry';
    throw notionError('CONFIG_INVALID', `no token for ${url.host}: set token ${place}`);
  }
  return { baseUrl: url.href.replace(/\/$/, ''), token: used };
}
