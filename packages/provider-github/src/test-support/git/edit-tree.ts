import type { ObjectStore } from './object-store.ts';
import type { Mode, TreeEntry } from './tree.ts';

/** What becomes of a path in a commit: a text or bytes, gone (`null`), or something that is no normal file. */
export type FileChange =
  | string
  | Uint8Array
  | null
  | { readonly symlink: string }
  | { readonly submodule: string }
  | { readonly executable: true; readonly content: string | Uint8Array };

/**
 * Stores the tree that changes make of another; folders nobody touched are kept as they are.
 * @param base the tree's SHA-1; undefined for nothing at all.
 * @returns the SHA-1 of the new tree.
 */
export function editTree(
  store: ObjectStore,
  base: string | undefined,
  changes: Iterable<readonly [string, FileChange]>,
): string {
  const entries = new Map<string, TreeEntry>(base === undefined ? [] : store.tree(base));
  const folders = new Map<string, [string, FileChange][]>();
  for (const [path, change] of changes) {
    const slash = path.indexOf('/');
    if (slash === -1) {
      const entry = toEntry(store, change);
      if (entry === undefined) entries.delete(path);
      else entries.set(path, entry);
      continue;
    }
    const folder = path.slice(0, slash);
    const inside = folders.get(folder) ?? [];
    inside.push([path.slice(slash + 1), change]);
    folders.set(folder, inside);
  }
  for (const [folder, inside] of folders) {
    const before = entries.get(folder);
    const sha = editTree(store, before?.mode === '040000' ? before.sha : undefined, inside);
    // Git knows no empty folders.
    if (store.tree(sha)?.size === 0) entries.delete(folder);
    else entries.set(folder, { mode: '040000', sha });
  }
  return store.addTree(entries);
}

function toEntry(store: ObjectStore, change: FileChange): TreeEntry | undefined {
  if (change === null) return undefined;
  const blob = (mode: Mode, content: string | Uint8Array) => ({ mode, sha: store.addBlob(Buffer.from(content)) });
  if (typeof change === 'string' || change instanceof Uint8Array) return blob('100644', change);
  if ('symlink' in change) return blob('120000', change.symlink);
  if ('submodule' in change) return { mode: '160000', sha: change.submodule };
  return blob('100755', change.content);
}
