import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { LoadContext } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { formatLocation, type Location } from '../location.ts';

/**
 * Reads a path: a file with its text, or the entries of a folder. Sends one request.
 * @param etag The ETag of the last response, if there was one.
 * @returns undefined if nothing has changed since that response.
 */
export function readPath(
  path: string,
  location: Location,
  etag: string | undefined,
  client: GitHubClient,
  context: LoadContext,
): Promise<RestEndpointMethodTypes['repos']['getContent']['response'] | undefined> {
  const { owner, repo, ref } = location;
  return client.sendConditional(
    (request, common) =>
      request('GET /repos/{owner}/{repo}/contents/{path}', {
        owner,
        repo,
        path,
        ...(ref !== 'HEAD' && { ref }),
        ...common,
      }),
    { what: `${path === '' ? 'the root' : `'${path}'`} in ${formatLocation(location)}`, etag },
    context,
  );
}
