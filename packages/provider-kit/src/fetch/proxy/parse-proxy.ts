import { PromptError } from '@prompts/core';

/** An HTTP proxy. */
export interface ProxyServer {
  /** Its address, without credentials. */
  readonly url: URL;
  /** The value of `Proxy-Authorization`; undefined if it needs none. */
  readonly authorization: string | undefined;
}

const form = 'write http://host:port or http://user:password@host:port, with special characters percent-encoded';

/**
 * Parses the URL of a proxy. A URL without a scheme is taken as `http://`, as curl does.
 * @param what Where the URL is from, for the error: `proxy` or the name of a variable. May be empty.
 * @throws PromptError `CONFIG_INVALID` if the URL can't be used. The message does not contain it: it may contain a password.
 */
export function parseProxy(value: string, what: string, provider: string): ProxyServer {
  const fail = (fault: string) =>
    new PromptError('CONFIG_INVALID', `${what} ${fault}: ${form}`.trimStart(), { provider });
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(withScheme)) throw fail('is not the URL of a proxy');
  const { protocol, host, username, password, pathname, search, hash } = new URL(withScheme);
  if (protocol !== 'http:' && protocol !== 'https:') throw fail(`uses ${protocol}, which is not supported`);
  if (pathname !== '/' || search !== '' || hash !== '') throw fail('has a path, a query or a fragment');
  const credentials = Buffer.from(`${decode(username)}:${decode(password)}`, 'utf8').toString('base64');
  return {
    url: new URL(`${protocol}//${host}`),
    authorization: username === '' && password === '' ? undefined : `Basic ${credentials}`,
  };
}

/** Keeps a text with a `%` that was meant literally. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
