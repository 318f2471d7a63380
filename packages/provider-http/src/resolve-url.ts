import { PromptError } from '@prompts/core';
import { baseUrlOf, checkUrl } from '@prompts/provider-kit';

/** Whether a location names its scheme, and so needs no base. */
export function isAbsolute(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(location);
}

/**
 * Where the text or the index of a config stands. An index that ends in `/` means its `index.json`.
 * @throws `CONFIG_INVALID` for a URL that can't be asked.
 */
export function resolveUrl(
  {
    url,
    index = '',
    baseUrl,
  }: { readonly url?: string | undefined; readonly index?: string | undefined; readonly baseUrl?: string | undefined },
  allowHosts: readonly string[],
): URL {
  const written = url ?? (index.endsWith('/') ? `${index}index.json` : index);
  if (baseUrl === undefined || isAbsolute(written)) return checkUrl(written, 'http', allowHosts);
  const base = baseUrlOf(baseUrl, 'http');
  if (!URL.canParse(written, base.href)) {
    throw new PromptError('CONFIG_INVALID', `'${written}' is malformed: write a path below baseUrl`, {
      provider: 'http',
    });
  }
  return checkUrl(new URL(written, base), 'http', allowHosts);
}
