import { hashObject } from './hash-object.ts';

/** Git's code for the kind of an entry. */
export type Mode = '100644' | '100755' | '120000' | '160000' | '040000';

export interface TreeEntry {
  readonly mode: Mode;
  readonly sha: string;
}

/** The entries of a folder by name, in git's order. */
export type Tree = ReadonlyMap<string, TreeEntry>;

/** Sorts entries as git does before hashing: by bytes, folders as if their name ended in a slash. */
export function sortTree(entries: Iterable<readonly [string, TreeEntry]>): Tree {
  const keyed = Array.from(entries, (entry) => {
    const [name, { mode }] = entry;
    return { entry, key: Buffer.from(mode === '040000' ? `${name}/` : name) };
  });
  return new Map(keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ entry }) => entry));
}

export function hashTree(tree: Tree): string {
  const parts = [...tree].flatMap(([name, { mode, sha }]) => [
    Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`),
    Buffer.from(sha, 'hex'),
  ]);
  return hashObject('tree', Buffer.concat(parts));
}

/** Returns the type that the API shows for a mode. */
export function typeOfMode(mode: Mode): 'blob' | 'tree' | 'commit' {
  if (mode === '040000') return 'tree';
  return mode === '160000' ? 'commit' : 'blob';
}
