import type { LoadContext } from '@prompts/core';
import type { GitHubClient } from '../client/github-client.ts';
import { queryGraphql } from '../client/query-graphql.ts';
import { formatLocation, type Location } from '../location.ts';
import type { Commit } from './read-commits.ts';

interface CommitNode {
  readonly oid: string;
  readonly committedDate: string;
  readonly messageHeadline: string;
  readonly url: string;
  readonly author: { readonly name: string | null; readonly user: { readonly login: string } | null } | null;
}

/** The history of each path as `h0`, `h1` …, and its file as `f0`, `f1` …: a deleted file has a history, too. */
type Histories = Readonly<Record<`h${number}`, { readonly nodes: readonly CommitNode[] }>> &
  Readonly<Record<`f${number}`, { readonly oid: string } | null>>;

interface LastCommits {
  /** A commit; for an annotated tag, an object whose `target` is the commit. */
  readonly repository: { readonly object: (Histories & { readonly target?: Histories }) | null } | null;
}

/**
 * Finds the commit that last changed each file. Sends one query.
 * @returns The commits by path, without the files that don't exist.
 */
export async function queryLastCommits(
  paths: readonly string[],
  location: Location,
  client: GitHubClient,
  context: LoadContext,
): Promise<ReadonlyMap<string, Commit>> {
  const { owner, repo, ref } = location;
  const variableDeclarations = paths.map((_, index) => `$p${index}: String!`);
  const historyFields = paths.map(
    (_, index) =>
      `f${index}: file(path: $p${index}) { oid } h${index}: history(first: 1, path: $p${index}) { nodes { ...commit } }`,
  );
  const query = `
    query($owner: String!, $name: String!, $ref: String!, ${variableDeclarations.join(', ')}) {
      repository(owner: $owner, name: $name) {
        object(expression: $ref) { ...histories ... on Tag { target { ...histories } } }
      }
    }
    fragment histories on Commit { ${historyFields.join('\n')} }
    fragment commit on Commit { oid committedDate messageHeadline url author { name user { login } } }`;
  const variables = {
    owner,
    name: repo,
    ref,
    ...Object.fromEntries(paths.map((path, index) => [`p${index}`, path])),
  };
  const { repository } = await queryGraphql<LastCommits>(
    { query, variables },
    formatLocation(location),
    client,
    context,
  );
  const histories = repository?.object?.target ?? repository?.object ?? {};
  return new Map(
    paths.flatMap((path, index): [string, Commit][] => {
      const node = histories[`f${index}`] ? histories[`h${index}`]?.nodes[0] : undefined;
      return node ? [[path, toCommit(node)]] : [];
    }),
  );
}

function toCommit({ oid, committedDate, messageHeadline, url, author }: CommitNode): Commit {
  return {
    sha: oid,
    date: committedDate,
    author: author?.user?.login ?? author?.name ?? undefined,
    message: messageHeadline,
    uri: url,
  };
}
