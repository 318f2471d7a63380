import { PromptError } from '@prompts/core';

/**
 * Reads a `baseUrl` as people write it: without `https://` too.
 * @returns the URL, its path ending in a slash, so that relative paths resolve below it.
 * @throws `CONFIG_INVALID` for one that is malformed or holds credentials, a query or a fragment.
 */
export function baseUrlOf(value: string, provider: string): URL {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`;
  const fail = (fault: string) =>
    new PromptError('CONFIG_INVALID', `baseUrl ${fault}: write https://host/path`, { provider });
  if (!URL.canParse(withScheme)) throw fail('is malformed');
  const url = new URL(withScheme);
  if (url.username !== '' || url.password !== '') throw fail('holds credentials');
  if (url.search !== '' || url.hash !== '') throw fail('has a query or a fragment');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
