import { PromptError } from '@prompts/core';

/**
 * Parses a `baseUrl`. A URL without a scheme is taken as `https://`.
 * @param provider The provider's name, for the error.
 * @returns The URL. Its path ends with a slash, so that relative paths resolve below it.
 * @throws PromptError `CONFIG_INVALID` if the URL is malformed, has another scheme than `https:` or `http:`, or contains
 * credentials, a query or a fragment.
 */
export function baseUrlOf(value: string, provider: string): URL {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`;
  const fail = (fault: string) =>
    new PromptError('CONFIG_INVALID', `baseUrl ${fault}: write https://host/path`, { provider });
  if (!URL.canParse(withScheme)) throw fail('is malformed');
  const url = new URL(withScheme);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw fail(`uses ${url.protocol}, which is not supported`);
  if (url.username !== '' || url.password !== '') throw fail('contains credentials');
  if (url.search !== '' || url.hash !== '') throw fail('has a query or a fragment');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
