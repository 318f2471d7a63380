import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { LoadContext } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import type { Location } from '../location.ts';

/**
 * What stands at a path: a file with its text, or what is in a folder. One call.
 * @param etag Of the answer that is known. @returns undefined where nothing has changed since.
 */
export function readPath(
  path: string,
  { owner, repo, ref }: Location,
  etag: string | undefined,
  client: GitHubClient,
  context: LoadContext,
): Promise<RestEndpointMethodTypes['repos']['getContent']['response'] | undefined> {
  return client.askIfChanged(
    (request, common) =>
      request('GET /repos/{owner}/{repo}/contents/{path}', {
        owner,
        repo,
        path,
        ...(ref !== 'HEAD' && { ref }),
        ...common,
      }),
    context,
    etag,
  );
}
