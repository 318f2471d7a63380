import { PromptError } from '@prompts/core';
import { isAllowedHost } from './is-allowed-host.ts';

/**
 * Parses and checks the URL of a request.
 * @param provider The provider's name, for the error.
 * @param allowHosts Hosts that may be reached by plain `http:`, as in `guardedFetch`.
 * @throws PromptError `CONFIG_INVALID` if the URL is malformed, contains credentials, has another scheme than `https:` or
 * `http:`, or is `http:` and its host is not in `allowHosts`.
 */
export function checkUrl(input: string | URL, provider: string, allowHosts: readonly string[]): URL {
  const fail = (message: string) => new PromptError('CONFIG_INVALID', message, { provider });
  if (!URL.canParse(String(input))) throw fail('the URL is malformed: write https://host/path');
  const url = new URL(input);
  if (url.username !== '' || url.password !== '') {
    throw fail(`the URL for ${url.host} contains credentials: put them in auth`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw fail(`${url.protocol} is not supported: use https:`);
  if (url.protocol === 'http:' && !isAllowedHost(url, allowHosts)) {
    throw fail(
      `plain http: is not allowed for '${url.hostname}': use https:, or add the host to the provider's allowHosts option`,
    );
  }
  return url;
}

/** Returns a URL as error messages show it: without its query, which may contain API keys. */
export function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
