import { PromptError } from '@prompts/core';
import { isAllowedHost } from './allowed-hosts.ts';

/**
 * Reads a URL that is about to be asked.
 * @throws `CONFIG_INVALID` for one that is malformed, holds credentials, or would send plain text to a host not allowed by name.
 */
export function checkUrl(input: string | URL, provider: string, allowHosts: readonly string[]): URL {
  const fail = (message: string) => new PromptError('CONFIG_INVALID', message, { provider });
  if (!URL.canParse(String(input))) throw fail('the URL is malformed: write https://host/path');
  const url = new URL(input);
  if (url.username !== '' || url.password !== '') {
    throw fail(`the URL for ${url.host} holds credentials: put them in auth`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw fail(`${url.protocol} is not supported: use https:`);
  if (url.protocol === 'http:' && !isAllowedHost(url, allowHosts)) {
    throw fail(
      `plain http: is not used for '${url.hostname}': use https:, or name the host in the provider's allowHosts option`,
    );
  }
  return url;
}

/** A URL as errors show it: without its query, where keys may stand. */
export function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
