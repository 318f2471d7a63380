import type { GuardedFetch } from '@prompts/provider-kit';
import { isGoogleHost } from './access.ts';

/**
 * Creates the `fetch` for one access. With a `rootUrl`, it sends all requests for Google's hosts there. The SDK's own `rootUrl` does not
 * apply to requests for access tokens, and can't have a path.
 */
export function createFetch(rootUrl: string | undefined, fetch: GuardedFetch): typeof globalThis.fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (rootUrl === undefined || !isGoogleHost(url.hostname)) return fetch(url, init);
    return fetch(new URL(url.pathname.slice(1) + url.search, rootUrl), init);
  };
}
