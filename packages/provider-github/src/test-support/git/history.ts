import type { Commit } from './commit.ts';
import type { ObjectStore } from './object-store.ts';

/** Lists a commit and its ancestors, newest first. Commits of this fake have at most one parent. */
export function* listAncestors(store: ObjectStore, sha: string): Generator<Commit> {
  for (let commit = store.commits.get(sha); commit !== undefined; commit = findParent(store, commit)) yield commit;
}

/** Lists the commits that changed a path, newest first; all commits for an empty path. */
export function* listHistory(store: ObjectStore, sha: string, path: string): Generator<Commit> {
  for (const commit of listAncestors(store, sha)) {
    const parent = findParent(store, commit);
    const here = store.findEntry(commit.tree, path);
    const before = parent && store.findEntry(parent.tree, path);
    if (path === '' || here?.sha !== before?.sha || here?.mode !== before?.mode) yield commit;
  }
}

/** Finds the newest commit that is an ancestor of both. */
export function findMergeBase(store: ObjectStore, first: string, second: string): Commit | undefined {
  const ancestors = new Set(Array.from(listAncestors(store, first), ({ sha }) => sha));
  for (const commit of listAncestors(store, second)) if (ancestors.has(commit.sha)) return commit;
  return undefined;
}

export function findParent(store: ObjectStore, commit: Commit): Commit | undefined {
  const [parent] = commit.parents;
  return parent === undefined ? undefined : store.commits.get(parent);
}
