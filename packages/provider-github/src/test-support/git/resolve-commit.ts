import type { Commit } from './commit.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Finds a commit by `HEAD`, a full or short sha, a branch, a tag, `heads/x`, `tags/x` or `refs/…`.
 * A branch takes precedence over a tag of the same name.
 * @param refs The shas by full names such as `refs/heads/main`.
 */
export function resolveCommit(
  store: ObjectStore,
  refs: ReadonlyMap<string, string>,
  defaultBranch: string,
  name: string,
): Commit | undefined {
  const ref = name === 'HEAD' ? defaultBranch : name;
  const candidates = [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref}`, ref];
  const sha = candidates.map((candidate) => refs.get(candidate)).find((found) => found !== undefined) ?? ref;
  const tag = store.tags.get(sha);
  return store.commits.get(tag?.target ?? sha) ?? findByShortSha(store, sha);
}

function findByShortSha(store: ObjectStore, prefix: string): Commit | undefined {
  if (!/^[0-9a-f]{4,39}$/.test(prefix)) return undefined;
  const matches = [...store.commits.values()].filter(({ sha }) => sha.startsWith(prefix));
  return matches.length === 1 ? matches[0] : undefined;
}
