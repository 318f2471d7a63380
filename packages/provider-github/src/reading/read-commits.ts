import type { LoadContext } from '@prompts/core';
import type { Location } from '../location.ts';
import type { Repositories } from '../repositories.ts';

/** One commit that touched a file. */
export interface Commit {
  readonly sha: string;
  /** ISO 8601: when it was committed. */
  readonly date: string | undefined;
  /** Login on GitHub, else the name in the commit. */
  readonly author: string | undefined;
  readonly message: string;
  readonly uri: string;
}

/** Commits that touched a file, newest first. One call. @param perPage At most 100. */
export async function readCommits(
  path: string,
  { owner, repo, ref }: Location,
  { page, perPage }: { readonly page: number; readonly perPage: number },
  { client }: Repositories,
  context: LoadContext,
): Promise<Commit[]> {
  const answer = await client.ask(
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
    context,
  );
  return (answer.data ?? []).map(({ sha, html_url: uri, commit, author }) => ({
    sha,
    date: commit.committer?.date ?? commit.author?.date,
    author: author?.login ?? commit.author?.name,
    message: commit.message,
    uri,
  }));
}
