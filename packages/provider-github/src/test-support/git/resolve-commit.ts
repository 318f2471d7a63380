import type { Commit } from './commit.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Finds the commit a caller means: `HEAD`, a full or short sha, a branch, a tag, `heads/x`, `tags/x` or `refs/…`.
 * A branch comes before a tag of the same name.
 * @param refs full names, such as `refs/heads/main`, and what they point at.
 */
export function resolveCommit(
  store: ObjectStore,
  refs: ReadonlyMap<string, string>,
  defaultBranch: string,
  name: string,
): Commit | undefined {
  const full = name === 'HEAD' ? defaultBranch : name;
  const candidates = [`refs/heads/${full}`, `refs/tags/${full}`, `refs/${full}`, full];
  const sha = candidates.map((candidate) => refs.get(candidate)).find((found) => found !== undefined) ?? full;
  const tag = store.tags.get(sha);
  return store.commits.get(tag?.target ?? sha) ?? byShortSha(store, sha);
}

function byShortSha(store: ObjectStore, start: string): Commit | undefined {
  if (!/^[0-9a-f]{4,39}$/.test(start)) return undefined;
  const found = [...store.commits.values()].filter(({ sha }) => sha.startsWith(start));
  return found.length === 1 ? found[0] : undefined;
}
