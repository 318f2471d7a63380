import { baseUrlOf } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';

/** The server to send requests to, and the credentials to send. */
export type Access = Pick<ParsedConfig, 'auth' | 'token' | 'baseUrl'>;

/** The API of github.com. */
export const publicApiUrl = 'https://api.github.com';

/**
 * Combines what an entry gives with the factory's defaults. The entry's values win. The factory's credentials are sent to the
 * factory's server only: an entry that names another server doesn't get them.
 * @returns The keys that have a value; an empty object if neither gives any.
 */
export function resolveAccess({ auth, token, baseUrl }: ParsedConfig, defaults: Access): Access {
  const isDefaultServer =
    baseUrl === undefined || parseOrigin(baseUrl) === parseOrigin(defaults.baseUrl ?? publicApiUrl);
  const { auth: defaultAuth, token: defaultToken } = isDefaultServer ? defaults : {};
  const credentials = (auth ?? token) ? { auth, token } : { auth: defaultAuth, token: defaultToken };
  const access = { ...credentials, baseUrl: baseUrl ?? defaults.baseUrl };
  return Object.fromEntries(Object.entries(access).filter(([, value]) => value !== undefined));
}

function parseOrigin(baseUrl: string): string {
  return baseUrlOf(baseUrl, 'github').origin;
}
