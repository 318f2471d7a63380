import { type GuardedFetch, type GuardedFetchOptions, guardedFetch } from '@prompts/provider-kit';

/** Enough for an export of 10 MB, Drive's limit, and for the longest document, a million characters, as JSON of 30 bytes each. */
const maxTextBytes = 32 * 1024 * 1024;

/** Enough for the facts about a thousand files, of 8 KB each. */
const maxFactsBytes = 8 * 1024 * 1024;

const textPath = /\/(files\/[^/]+\/export|v1\/documents\/[^/]+|feeds\/download\/.*)$/;

/** Creates the `fetch` of the provider. The size limit is lower for responses without the text of a document. */
export function createNetwork(
  options: Pick<GuardedFetchOptions, 'allowHosts' | 'proxy' | 'tls' | 'timeout'>,
): GuardedFetch {
  const texts = guardedFetch({ provider: 'gdocs', ...options, maxBytes: maxTextBytes });
  const facts = guardedFetch({ provider: 'gdocs', ...options, maxBytes: maxFactsBytes });
  const fetch = (input: string | URL | Request, init?: RequestInit) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    return (textPath.test(pathname) ? texts : facts)(input, init);
  };
  const close = async () => {
    await Promise.all([texts.close(), facts.close()]);
  };
  return Object.assign(fetch, { close });
}
