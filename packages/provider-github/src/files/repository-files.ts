import type { LoadContext } from '@prompts/core';
import { mapBounded } from '@prompts/provider-kit';
import type { GitHubClient } from '../client/github-client.ts';
import type { Location } from '../location.ts';
import { readTree, type Tree, type TreeEntry } from './read-tree.ts';

/** Directories of a tree too large for one answer that are asked for at once. */
const concurrentDirectories = 8;

/** All files of a branch, tag or commit, as they were when they were last asked for. */
export interface RepositoryFiles {
  readonly etag: string | undefined;
  /** The sum of their sizes in bytes; undefined where the tree was too large for one answer. */
  readonly totalSize: number | undefined;
  /** The entries at these paths, those that are there, by path. */
  at(paths: Iterable<string>, context: LoadContext): Promise<ReadonlyMap<string, TreeEntry>>;
  /** Every entry below a folder; `''` is the root. */
  below(folder: string, context: LoadContext): Promise<readonly TreeEntry[]>;
}

/**
 * Asks what a branch, tag or commit holds: one call, and more only where the tree is too large for one answer.
 * @param known The files asked for last. @returns that very object where nothing has changed since.
 */
export async function readFiles(
  location: Location,
  known: RepositoryFiles | undefined,
  client: GitHubClient,
  context: LoadContext,
): Promise<RepositoryFiles> {
  const question = { treeish: location.ref, recursive: true, etag: known?.etag };
  const tree = await readTree(location, question, client, context);
  if (tree === undefined) return known as RepositoryFiles;
  return tree.truncated ? largeTree(location, tree, client) : wholeTree(tree);
}

function wholeTree({ entries, etag }: Tree): RepositoryFiles {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return {
    etag,
    totalSize: entries.reduce((sum, { size }) => sum + size, 0),
    async at() {
      return byPath;
    },
    async below(folder) {
      return folder === '' ? entries : entries.filter(({ path }) => path.startsWith(`${folder}/`));
    },
  };
}

/** Goes down to the folders that matter, one call each, since "one sub-tree at a time" is what GitHub asks for. */
function largeTree(location: Location, { sha: root, etag }: Tree, client: GitHubClient): RepositoryFiles {
  const asked = new Map<string, Promise<Tree>>();

  /** By id, which stands for the same content for ever. */
  function tree(sha: string, recursive: boolean, context: LoadContext): Promise<Tree> {
    const key = `${sha} ${recursive}`;
    const reading =
      asked.get(key) ?? (readTree(location, { treeish: sha, recursive }, client, context) as Promise<Tree>);
    asked.set(key, reading);
    reading.catch(() => asked.delete(key));
    return reading;
  }

  /** @returns the entries right in a folder, with their whole paths; none where it isn't there. */
  async function directory(folder: string, context: LoadContext): Promise<readonly TreeEntry[]> {
    const sha = await shaOf(folder, context);
    if (sha === undefined) return [];
    const { entries } = await tree(sha, false, context);
    return entries.map((entry) => ({ ...entry, path: joined(folder, entry.path) }));
  }

  async function shaOf(folder: string, context: LoadContext): Promise<string | undefined> {
    if (folder === '') return root;
    const siblings = await directory(parentOf(folder), context);
    return siblings.find(({ path, kind }) => path === folder && kind === 'directory')?.sha;
  }

  async function below(folder: string, context: LoadContext): Promise<readonly TreeEntry[]> {
    const sha = await shaOf(folder, context);
    if (sha === undefined) return [];
    const { entries, truncated } = await tree(sha, true, context);
    if (!truncated) return entries.map((entry) => ({ ...entry, path: joined(folder, entry.path) }));
    const here = await directory(folder, context);
    const folders = here.filter(({ kind }) => kind === 'directory');
    const deeper = await mapBounded(folders, concurrentDirectories, ({ path }) => below(path, context));
    return [here, ...deeper].flat();
  }

  return {
    etag,
    totalSize: undefined,
    async at(paths, context) {
      const folders = [...new Set(Array.from(paths, parentOf))];
      const found = await mapBounded(folders, concurrentDirectories, (folder) => directory(folder, context));
      return new Map(found.flat().map((entry) => [entry.path, entry]));
    },
    below,
  };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
