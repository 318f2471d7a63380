import { type LoadContext, PromptError } from '@prompts/core';
import { mapBounded } from '@prompts/provider-kit';
import type { GitHubClient } from '../client/github-client.ts';
import { asTag, type Location } from '../location.ts';
import { readTree, type Tree, type TreeEntry } from './read-tree.ts';

const maxConcurrentDirectories = 8;

/** All files of a branch, tag or commit at the time of the last request. */
export interface RepositoryFiles {
  /** Where they are. Unlike that of a config, its ref is not a bare name if a tag has that name. */
  readonly location: Location;
  readonly etag: string | undefined;
  /** The size of all files; undefined if the tree was too large for one response. */
  readonly totalBytes: number | undefined;
  /** Returns by path the entries that exist at the given paths. May contain others. */
  getEntries(paths: Iterable<string>, context: LoadContext): Promise<ReadonlyMap<string, TreeEntry>>;
  /** Lists every entry below a folder; `''` is the root. */
  listBelow(folder: string, context: LoadContext): Promise<readonly TreeEntry[]>;
}

/**
 * Reads the files of a branch, tag or commit. Sends one request, and more only if the tree is too large for one response, or if
 * the ref is a bare name that is not a tag.
 * @param last The files of the last request, if there was one.
 * @returns `last` itself if nothing has changed since.
 */
export async function readRepositoryFiles(
  location: Location,
  last: RepositoryFiles | undefined,
  client: GitHubClient,
  context: LoadContext,
): Promise<RepositoryFiles> {
  const tag = asTag(location);
  if (tag !== undefined) {
    try {
      return await readAt(tag, last, client, context);
    } catch (error) {
      if (!PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
    }
  }
  return readAt(location, last, client, context);
}

async function readAt(
  location: Location,
  last: RepositoryFiles | undefined,
  client: GitHubClient,
  context: LoadContext,
): Promise<RepositoryFiles> {
  const known = last?.location.ref === location.ref ? last : undefined;
  const options = { treeish: location.ref, recursive: true, etag: known?.etag };
  const tree = await readTree(location, options, client, context);
  if (tree === undefined) return known as RepositoryFiles;
  return tree.truncated ? createLazyFiles(location, tree, client) : createFiles(location, tree);
}

function createFiles(location: Location, { entries, etag }: Tree): RepositoryFiles {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return {
    location,
    etag,
    totalBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    async getEntries() {
      return byPath;
    },
    async listBelow(folder) {
      return folder === '' ? entries : entries.filter(({ path }) => path.startsWith(`${folder}/`));
    },
  };
}

/** Reads only the folders in use, one request each: GitHub's advice for a truncated tree is "one sub-tree at a time". */
function createLazyFiles(location: Location, { sha: rootSha, etag }: Tree, client: GitHubClient): RepositoryFiles {
  const trees = new Map<string, Promise<Tree>>();

  /** Reads a tree once: a tree id always names the same content. */
  function getTree(sha: string, recursive: boolean, context: LoadContext): Promise<Tree> {
    const key = `${sha} ${recursive}`;
    const reading =
      trees.get(key) ?? (readTree(location, { treeish: sha, recursive }, client, context) as Promise<Tree>);
    trees.set(key, reading);
    reading.catch(() => trees.delete(key));
    return reading;
  }

  /** @returns The direct entries of a folder with their full paths; none if the folder does not exist. */
  async function listDirectory(folder: string, context: LoadContext): Promise<readonly TreeEntry[]> {
    const sha = await findTreeSha(folder, context);
    if (sha === undefined) return [];
    const { entries } = await getTree(sha, false, context);
    return entries.map((entry) => ({ ...entry, path: joinPath(folder, entry.path) }));
  }

  async function findTreeSha(folder: string, context: LoadContext): Promise<string | undefined> {
    if (folder === '') return rootSha;
    const siblings = await listDirectory(parentOf(folder), context);
    return siblings.find(({ path, kind }) => path === folder && kind === 'directory')?.sha;
  }

  /** @param ancestors The ids of the trees around the folder. */
  async function listBelow(
    folder: string,
    context: LoadContext,
    ancestors: readonly string[] = [],
  ): Promise<readonly TreeEntry[]> {
    const sha = await findTreeSha(folder, context);
    if (sha === undefined) return [];
    if (ancestors.includes(sha)) throw client.invalidResponse(`describes a tree that contains itself, at '${folder}'`);
    const { entries, truncated } = await getTree(sha, true, context);
    if (!truncated) return entries.map((entry) => ({ ...entry, path: joinPath(folder, entry.path) }));
    const children = await listDirectory(folder, context);
    const folders = children.filter(({ kind }) => kind === 'directory');
    const descendants = await mapBounded(folders, maxConcurrentDirectories, ({ path }) =>
      listBelow(path, context, [...ancestors, sha]),
    );
    return [children, ...descendants].flat();
  }

  return {
    location,
    etag,
    totalBytes: undefined,
    async getEntries(paths, context) {
      const folders = [...new Set(Array.from(paths, parentOf))];
      const entries = await mapBounded(folders, maxConcurrentDirectories, (folder) => listDirectory(folder, context));
      return new Map(entries.flat().map((entry) => [entry.path, entry]));
    },
    listBelow: (folder, context) => listBelow(folder, context),
  };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
