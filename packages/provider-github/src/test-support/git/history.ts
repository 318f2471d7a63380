import type { Commit } from './commit.ts';
import type { ObjectStore } from './object-store.ts';

/** A commit and those it was made from, newest first. Commits of this fake have one parent or none. */
export function* ancestors(store: ObjectStore, sha: string): Generator<Commit> {
  for (let commit = store.commits.get(sha); commit !== undefined; commit = parentOf(store, commit)) yield commit;
}

/** The commits that changed what is at a path, newest first. An empty path: all of them. */
export function* history(store: ObjectStore, sha: string, path: string): Generator<Commit> {
  for (const commit of ancestors(store, sha)) {
    const parent = parentOf(store, commit);
    const here = store.at(commit.tree, path);
    const before = parent && store.at(parent.tree, path);
    if (path === '' || here?.sha !== before?.sha || here?.mode !== before?.mode) yield commit;
  }
}

/** The newest commit that both have in their past. */
export function mergeBase(store: ObjectStore, one: string, other: string): Commit | undefined {
  const past = new Set(Array.from(ancestors(store, one), ({ sha }) => sha));
  for (const commit of ancestors(store, other)) if (past.has(commit.sha)) return commit;
  return undefined;
}

export function parentOf(store: ObjectStore, commit: Commit): Commit | undefined {
  const [parent] = commit.parents;
  return parent === undefined ? undefined : store.commits.get(parent);
}
