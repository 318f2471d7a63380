import type { LoadContext } from '@prompts/core';
import { queryGraphql } from '../client/query-graphql.ts';
import type { Location } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import type { Commit } from './read-commits.ts';

interface CommitNode {
  readonly oid: string;
  readonly committedDate: string;
  readonly messageHeadline: string;
  readonly url: string;
  readonly author: { readonly name: string | null; readonly user: { readonly login: string } | null } | null;
}

type Histories = Readonly<Record<string, { readonly nodes: readonly CommitNode[] }>>;

interface Answer {
  /** A branch or a commit is the commit itself, an annotated tag leads to one. */
  readonly repository: { readonly object: (Histories & { readonly target?: Histories }) | null } | null;
}

/** The commit that last touched each file, all in one query. @returns by path; without those that GitHub doesn't know. */
export async function queryLastCommits(
  paths: readonly string[],
  { owner, repo, ref }: Location,
  { client }: Repositories,
  context: LoadContext,
): Promise<ReadonlyMap<string, Commit>> {
  const declared = paths.map((_, index) => `$p${index}: String!`);
  const asked = paths.map((_, index) => `h${index}: history(first: 1, path: $p${index}) { nodes { ...facts } }`);
  const query = `
    query($owner: String!, $name: String!, $ref: String!, ${declared.join(', ')}) {
      repository(owner: $owner, name: $name) {
        object(expression: $ref) { ...histories ... on Tag { target { ...histories } } }
      }
    }
    fragment histories on Commit { ${asked.join('\n')} }
    fragment facts on Commit { oid committedDate messageHeadline url author { name user { login } } }`;
  const variables = {
    owner,
    name: repo,
    ref,
    ...Object.fromEntries(paths.map((path, index) => [`p${index}`, path])),
  };
  const { repository } = await queryGraphql<Answer>({ query, variables }, client, context);
  const histories = repository?.object?.target ?? repository?.object ?? {};
  const found = paths.map((path, index): [string, CommitNode | undefined] => [path, histories[`h${index}`]?.nodes[0]]);
  return new Map(found.flatMap(([path, node]) => (node ? [[path, commitOf(node)]] : [])));
}

function commitOf({ oid, committedDate, messageHeadline, url, author }: CommitNode): Commit {
  return {
    sha: oid,
    date: committedDate,
    author: author?.user?.login ?? author?.name ?? undefined,
    message: messageHeadline,
    uri: url,
  };
}
