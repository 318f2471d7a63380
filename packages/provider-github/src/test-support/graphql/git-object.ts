import type { FakeRepository } from '../fake-repository.ts';
import type { Commit } from '../git/commit.ts';
import { listHistory } from '../git/history.ts';
import { typeOfMode } from '../git/tree.ts';
import { dateOf, htmlUrl } from '../responses/commit-json.ts';
import { nodeId } from '../responses/encoding.ts';

/** The cost of a query, counted while it is executed. */
export interface Cost {
  connections: number;
}

/** GitHub truncates texts that are longer. */
const maxTextBytes = 512_000;

/** Creates the resolvers of the git object with a sha; null if it does not exist. */
export function resolveGitObject(repository: FakeRepository, sha: string, cost: Cost, path = ''): object | null {
  const { store } = repository;
  const commit = store.commits.get(sha);
  if (commit !== undefined) return commitObject(repository, commit, cost);
  const tag = store.tags.get(sha);
  if (tag !== undefined)
    return { ...base('Tag', sha), name: tag.name, target: () => resolveGitObject(repository, tag.target, cost) };
  const bytes = store.blob(sha);
  if (bytes !== undefined) return blobObject(sha, bytes);
  const tree = store.tree(sha);
  if (tree === undefined) return null;
  const entries = () =>
    Array.from(tree, ([name, { mode, sha: oid }]) => ({
      name,
      path: `${path}${name}`,
      type: typeOfMode(mode),
      mode: Number.parseInt(mode, 8),
      oid,
      size: store.blob(oid)?.length ?? 0,
      object: () => resolveGitObject(repository, oid, cost, `${path}${name}/`),
    }));
  return { ...base('Tree', sha), entries };
}

function blobObject(sha: string, bytes: Uint8Array): object {
  const isBinary = bytes.subarray(0, 8_000).includes(0);
  const text = () => (isBinary ? null : Buffer.from(bytes.subarray(0, maxTextBytes)).toString());
  return { ...base('Blob', sha), byteSize: bytes.length, isBinary, isTruncated: bytes.length > maxTextBytes, text };
}

function commitObject(repository: FakeRepository, commit: Commit, cost: Cost): object {
  const { sha, message, author, tree } = commit;
  const date = dateOf(commit);
  const user = author.login === undefined ? null : { login: author.login };
  const actor = { name: author.name, email: author.email, date, user };
  return {
    ...base('Commit', sha),
    committedDate: date,
    authoredDate: date,
    message,
    messageHeadline: message.split('\n')[0],
    url: `${htmlUrl(repository)}/commit/${sha}`,
    author: actor,
    committer: actor,
    tree: () => resolveGitObject(repository, tree, cost),
    file({ path }: { path: string }) {
      const entry = repository.store.findEntry(tree, path);
      return entry ? { name: path.split('/').at(-1), path, type: typeOfMode(entry.mode), oid: entry.sha } : null;
    },
    history({ first, after, path = '' }: { first?: number; after?: string; path?: string }) {
      cost.connections += 1;
      const commits = [...listHistory(repository.store, sha, path)];
      const start = after === undefined ? 0 : Number(after.split(' ')[1]) + 1;
      const end = start + Math.min(100, first ?? 100);
      return {
        totalCount: commits.length,
        nodes: commits.slice(start, end).map((entry) => commitObject(repository, entry, cost)),
        pageInfo: { hasNextPage: end < commits.length, endCursor: `${sha} ${end - 1}` },
      };
    },
  };
}

const base = (type: string, oid: string) => ({
  __typename: type,
  id: nodeId(type, oid),
  oid,
  abbreviatedOid: oid.slice(0, 7),
});
