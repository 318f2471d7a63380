import type { GuardedFetch } from '@prompts/provider-kit';
import { isGoogleHost } from './access.ts';

/**
 * Creates the `fetch` of one access. With a `rootUrl`, it sends every request for a host of Google there. The SDK's own `rootUrl`
 * covers neither requests for access tokens nor a path.
 */
export function createFetch(rootUrl: string | undefined, fetch: GuardedFetch): typeof globalThis.fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (rootUrl === undefined || !isGoogleHost(url.hostname)) return fetch(url, init);
    return fetch(new URL(url.pathname.slice(1) + url.search, rootUrl), init);
  };
}
