import type { ObjectStore } from './object-store.ts';
import type { TreeEntry } from './tree.ts';

/** A file that two trees don't have in common. */
export interface FileDifference {
  readonly path: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  readonly before?: TreeEntry;
  readonly after?: TreeEntry;
  readonly previousPath?: string;
}

/**
 * The files that differ, in the order of their paths; folders both have are never entered.
 * @param before a tree's SHA-1; undefined for nothing at all.
 */
export function diffTrees(store: ObjectStore, before: string | undefined, after: string | undefined): FileDifference[] {
  return [...differences(store, before, after, '')];
}

/** The same, with a file that moved unchanged as one difference, as GitHub shows it. */
export function withRenames(differences: readonly FileDifference[]): FileDifference[] {
  const removed = new Map(differences.filter(isRemoved).map((one) => [one.before?.sha, one]));
  const moved = new Set<FileDifference>();
  const found = differences.map((one): FileDifference => {
    const from = one.status === 'added' ? removed.get(one.after?.sha) : undefined;
    if (from === undefined || moved.has(from)) return one;
    moved.add(from);
    return { ...one, status: 'renamed', previousPath: from.path };
  });
  return found.filter((one) => !moved.has(one));
}

const isRemoved = ({ status }: FileDifference) => status === 'removed';

function* differences(
  store: ObjectStore,
  before: string | undefined,
  after: string | undefined,
  prefix: string,
): Generator<FileDifference> {
  if (before === after) return;
  const old = entriesOf(store, before);
  const young = entriesOf(store, after);
  for (const name of [...new Set([...old.keys(), ...young.keys()])].sort()) {
    const [one, other] = [old.get(name), young.get(name)];
    if (one?.sha === other?.sha && one?.mode === other?.mode) continue;
    const path = `${prefix}${name}`;
    yield* differences(store, folder(one), folder(other), `${path}/`);
    if (isFile(one) && isFile(other)) yield { path, status: 'modified', before: one, after: other };
    else if (isFile(one)) yield { path, status: 'removed', before: one };
    else if (isFile(other)) yield { path, status: 'added', after: other };
  }
}

const entriesOf = (store: ObjectStore, sha: string | undefined) =>
  (sha === undefined ? undefined : store.tree(sha)) ?? new Map<string, TreeEntry>();
const folder = (entry: TreeEntry | undefined) => (entry?.mode === '040000' ? entry.sha : undefined);
const isFile = (entry: TreeEntry | undefined): entry is TreeEntry => entry !== undefined && entry.mode !== '040000';
