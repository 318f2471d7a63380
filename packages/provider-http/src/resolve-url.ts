import { baseUrlOf, checkUrl } from '@prompts/provider-kit';
import { httpError } from './http-error.ts';

/** Whether a location has a scheme, and therefore needs no base URL. */
export function isAbsolute(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(location);
}

/**
 * Returns the URL of the text or the index of a config. An index that ends in `/` means the `index.json` below it.
 * @throws `CONFIG_INVALID` for a URL that must not be requested.
 */
export function resolveUrl(
  {
    url,
    index = '',
    baseUrl,
  }: { readonly url?: string | undefined; readonly index?: string | undefined; readonly baseUrl?: string | undefined },
  allowHosts: readonly string[],
): URL {
  const location = url ?? (index.endsWith('/') ? `${index}index.json` : index);
  if (baseUrl === undefined || isAbsolute(location)) return checkUrl(location, 'http', allowHosts);
  const base = baseUrlOf(baseUrl, 'http');
  if (!URL.canParse(location, base.href)) {
    throw httpError('CONFIG_INVALID', `'${location}' is malformed: write a path below baseUrl`);
  }
  return checkUrl(new URL(location, base), 'http', allowHosts);
}
