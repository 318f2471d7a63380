import type { ObjectStore } from './object-store.ts';
import type { Mode, TreeEntry } from './tree.ts';

/** The new content of a path: a text or bytes, nothing (`null` removes it), or something other than a regular file. */
export type FileChange =
  | string
  | Uint8Array
  | null
  | { readonly symlink: string }
  | { readonly submodule: string }
  | { readonly executable: true; readonly content: string | Uint8Array };

/**
 * Applies changes to a tree and stores the result. Folders without changes are reused.
 * @param base The SHA-1 of the tree; undefined for an empty one.
 * @returns The SHA-1 of the new tree.
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
    const nested = folders.get(folder) ?? [];
    nested.push([path.slice(slash + 1), change]);
    folders.set(folder, nested);
  }
  for (const [folder, nested] of folders) {
    const before = entries.get(folder);
    const sha = editTree(store, before?.mode === '040000' ? before.sha : undefined, nested);
    // Git does not store empty folders.
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
