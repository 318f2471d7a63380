import { baseUrlOf } from '@prompts/provider-kit';
import { httpError } from './http-error.ts';

/** Whether a location has a scheme, and therefore needs no base URL. */
export function isAbsolute(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(location);
}

/**
 * Returns the URL of the text or the index of a config, without its fragment, which is never sent. An index that ends in `/`
 * means the `index.json` below it. Does not check whether the URL may be requested.
 * @throws `CONFIG_INVALID` for a URL that is malformed.
 */
export function resolveUrl({
  url,
  index = '',
  baseUrl,
}: {
  readonly url?: string | undefined;
  readonly index?: string | undefined;
  readonly baseUrl?: string | undefined;
}): URL {
  const location = url ?? (index.endsWith('/') ? `${index}index.json` : index);
  const base = baseUrl === undefined || isAbsolute(location) ? undefined : baseUrlOf(baseUrl, 'http').href;
  if (!URL.canParse(location, base)) {
    const fault =
      base === undefined
        ? 'the URL is malformed: write https://host/path'
        : `'${location}' is malformed: write a path below baseUrl`;
    throw httpError('CONFIG_INVALID', fault);
  }
  const resolved = new URL(location, base);
  resolved.hash = '';
  return resolved;
}
