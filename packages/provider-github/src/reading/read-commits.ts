import type { LoadContext } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { formatLocation, type Location } from '../location.ts';

/** A commit that changed a file. */
export interface Commit {
  readonly sha: string;
  /** The commit date in ISO 8601. */
  readonly date: string | undefined;
  /** The author's login on GitHub, or the name in the commit if there is no account. */
  readonly author: string | undefined;
  readonly message: string;
  readonly uri: string;
}

/**
 * Reads the commits that changed a file, newest first. Sends one request.
 * @param page The number of the page; the first is 1.
 * @param perPage The commits per page, at most 100.
 */
export async function readCommits(
  path: string,
  location: Location,
  { page, perPage }: { readonly page: number; readonly perPage: number },
  client: GitHubClient,
  context: LoadContext,
): Promise<Commit[]> {
  const { owner, repo, ref } = location;
  const response = await client.send(
    (request, common) =>
      request('GET /repos/{owner}/{repo}/commits', {
        owner,
        repo,
        path,
        page,
        per_page: perPage,
        ...(ref !== 'HEAD' && { sha: ref }),
        ...common,
      }),
    { what: `the commits of '${path}' in ${formatLocation(location)}` },
    context,
  );
  return (response.data ?? []).map(({ sha, html_url: uri, commit, author }) => ({
    sha,
    date: commit.committer?.date ?? commit.author?.date,
    author: author?.login ?? commit.author?.name,
    message: commit.message,
    uri,
  }));
}
