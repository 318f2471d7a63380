import { type GuardedFetch, type GuardedFetchOptions, guardedFetch } from '@prompts/provider-kit';

/** Enough for a tree of 100,000 entries, GitHub's longest response in JSON. A hostile response of this size is decoded quickly. */
const maxJsonBytes = 32 * 1024 * 1024;

/** Enough for the archive of the largest repository that is downloaded as a whole. Its transfer is not compressed again. */
const maxArchiveBytes = 96 * 1024 * 1024;

const archivePath = /\/repos\/[^/]+\/[^/]+\/tarball\//;

/** Creates the `fetch` for all requests. Only archives may be large. */
export function createFetch(
  options: Pick<GuardedFetchOptions, 'allowHosts' | 'proxy' | 'tls' | 'timeout'>,
): GuardedFetch {
  const [fetchJson, fetchArchive] = [maxJsonBytes, maxArchiveBytes].map((maxBytes) =>
    guardedFetch({ ...options, provider: 'github', maxBytes }),
  ) as [GuardedFetch, GuardedFetch];
  const send: (...request: Parameters<GuardedFetch>) => Promise<Response> = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return archivePath.test(url) ? fetchArchive(input, init) : fetchJson(input, init);
  };
  const close = async () => {
    await Promise.all([fetchJson.close(), fetchArchive.close()]);
  };
  return Object.assign(send, { close });
}
