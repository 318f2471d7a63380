import type { Commit, TagObject } from './commit.ts';
import { hashObject } from './hash-object.ts';
import { hashTree, sortTree, type Tree, type TreeEntry } from './tree.ts';

/** The objects of one repository by their SHA-1. Folders that commits have in common are stored once. */
export class ObjectStore {
  readonly #blobs = new Map<string, Uint8Array>();
  readonly #trees = new Map<string, Tree>();
  readonly commits = new Map<string, Commit>();
  readonly tags = new Map<string, TagObject>();

  addBlob(bytes: Uint8Array): string {
    const sha = hashObject('blob', bytes);
    this.#blobs.set(sha, bytes);
    return sha;
  }

  addTree(entries: Iterable<readonly [string, TreeEntry]>): string {
    const tree = sortTree(entries);
    const sha = hashTree(tree);
    this.#trees.set(sha, tree);
    return sha;
  }

  blob(sha: string): Uint8Array | undefined {
    return this.#blobs.get(sha);
  }

  tree(sha: string): Tree | undefined {
    return this.#trees.get(sha);
  }

  /** Finds the entry at a path below a tree. An empty path is the tree itself. */
  findEntry(tree: string, path: string): TreeEntry | undefined {
    let entry: TreeEntry | undefined = { mode: '040000', sha: tree };
    for (const name of path.split('/')) {
      if (name === '') continue;
      entry = entry?.mode === '040000' ? this.tree(entry.sha)?.get(name) : undefined;
    }
    return entry;
  }

  /** Lists all entries below a tree with their paths, a folder before its entries. */
  *walk(sha: string, prefix = ''): Generator<readonly [string, TreeEntry]> {
    for (const [name, entry] of this.tree(sha) ?? []) {
      const path = `${prefix}${name}`;
      yield [path, entry];
      if (entry.mode === '040000') yield* this.walk(entry.sha, `${path}/`);
    }
  }
}
