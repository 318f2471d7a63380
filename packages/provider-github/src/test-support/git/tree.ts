import { hashObject } from './hash-object.ts';

/** How git writes the kind of an entry of a folder. */
export type Mode = '100644' | '100755' | '120000' | '160000' | '040000';

export interface TreeEntry {
  readonly mode: Mode;
  readonly sha: string;
}

/** A folder: names without slashes, in git's order. */
export type Tree = ReadonlyMap<string, TreeEntry>;

/** Puts entries into the order git hashes them in: by bytes, folders as if their name ended in a slash. */
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

/** The type the API names for a mode. */
export function typeOfMode(mode: Mode): 'blob' | 'tree' | 'commit' {
  if (mode === '040000') return 'tree';
  return mode === '160000' ? 'commit' : 'blob';
}
