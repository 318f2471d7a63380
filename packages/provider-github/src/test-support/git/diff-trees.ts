import type { ObjectStore } from './object-store.ts';
import type { TreeEntry } from './tree.ts';

/** A file that differs between two trees. */
export interface FileDifference {
  readonly path: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  readonly before?: TreeEntry;
  readonly after?: TreeEntry;
  readonly previousPath?: string;
}

/**
 * Lists the files that differ, ordered by path. Identical folders are skipped.
 * @param before The SHA-1 of a tree; undefined for an empty one.
 */
export function diffTrees(store: ObjectStore, before: string | undefined, after: string | undefined): FileDifference[] {
  return [...walkDifferences(store, before, after, '')];
}

/** Replaces the removal and the addition of the same content by one rename, as GitHub does. */
export function detectRenames(differences: readonly FileDifference[]): FileDifference[] {
  const removed = new Map(differences.filter(isRemoved).map((file) => [file.before?.sha, file]));
  const renamed = new Set<FileDifference>();
  const files = differences.map((file): FileDifference => {
    const source = file.status === 'added' ? removed.get(file.after?.sha) : undefined;
    if (source === undefined || renamed.has(source)) return file;
    renamed.add(source);
    return { ...file, status: 'renamed', previousPath: source.path };
  });
  return files.filter((file) => !renamed.has(file));
}

const isRemoved = ({ status }: FileDifference) => status === 'removed';

function* walkDifferences(
  store: ObjectStore,
  before: string | undefined,
  after: string | undefined,
  prefix: string,
): Generator<FileDifference> {
  if (before === after) return;
  const oldEntries = getEntries(store, before);
  const newEntries = getEntries(store, after);
  for (const name of [...new Set([...oldEntries.keys(), ...newEntries.keys()])].sort()) {
    const [oldEntry, newEntry] = [oldEntries.get(name), newEntries.get(name)];
    if (oldEntry?.sha === newEntry?.sha && oldEntry?.mode === newEntry?.mode) continue;
    const path = `${prefix}${name}`;
    yield* walkDifferences(store, folderSha(oldEntry), folderSha(newEntry), `${path}/`);
    if (isFile(oldEntry) && isFile(newEntry)) yield { path, status: 'modified', before: oldEntry, after: newEntry };
    else if (isFile(oldEntry)) yield { path, status: 'removed', before: oldEntry };
    else if (isFile(newEntry)) yield { path, status: 'added', after: newEntry };
  }
}

const getEntries = (store: ObjectStore, sha: string | undefined) =>
  (sha === undefined ? undefined : store.tree(sha)) ?? new Map<string, TreeEntry>();
const folderSha = (entry: TreeEntry | undefined) => (entry?.mode === '040000' ? entry.sha : undefined);
const isFile = (entry: TreeEntry | undefined): entry is TreeEntry => entry !== undefined && entry.mode !== '040000';
