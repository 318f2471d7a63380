import { posix } from 'node:path';
import type { LoadContext, PromptError } from '@prompts/core';
import { linkedFolderError, pathError } from './path-error.ts';
import type { TreeEntry } from './read-tree.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** A chain of links that is longer is taken for a circle. */
const maxLinkHops = 5;

interface LinkReader {
  readonly files: RepositoryFiles;
  /** Returns the target of the symbolic link with the given blob id. */
  readonly readLink: (sha: string) => Promise<string>;
  readonly context: LoadContext;
}

/**
 * Finds the files that paths lead to. Follows symbolic links within the repository, but not those to folders.
 * @param readLink Returns the target of the symbolic link with the given blob id.
 * @returns By path the file, or the reason why there is none.
 */
export async function locateFiles(
  paths: readonly string[],
  files: RepositoryFiles,
  readLink: LinkReader['readLink'],
  context: LoadContext,
): Promise<ReadonlyMap<string, TreeEntry | PromptError>> {
  const reader = { files, readLink, context };
  const entries = await files.getEntries(paths, context);
  const located = new Map<string, TreeEntry | PromptError>();
  let pathsByLowerCase: ReadonlyMap<string, string> | undefined;
  const findSimilarPath = (path: string) => {
    pathsByLowerCase ??= new Map(Array.from(entries.keys(), (known) => [known.toLowerCase(), known]));
    return pathsByLowerCase.get(path.toLowerCase());
  };
  for (const path of new Set(paths)) {
    const entry = await followLinks(entries.get(path), reader);
    const linked = entry?.kind === 'file' ? undefined : await findLinkedFolder(path, reader);
    if (entry?.kind === 'file') located.set(path, entry);
    else if (linked) located.set(path, linkedFolderError(path, linked, files.location));
    else if (entry) located.set(path, pathError(entry.kind, path, files.location));
    else located.set(path, pathError('missing', path, files.location, findSimilarPath(path)));
  }
  return located;
}

/** @returns The entry that a link leads to; the link itself if that is not a file. */
async function followLinks(entry: TreeEntry | undefined, reader: LinkReader, hops = 0): Promise<TreeEntry | undefined> {
  if (entry?.kind !== 'symlink' || hops === maxLinkHops) return entry;
  const [target] = await readTarget(entry, reader);
  const found = await followLinks(target, reader, hops + 1);
  return found?.kind === 'file' ? found : entry;
}

/** Finds the first part of a path that is a symbolic link to a folder. @returns The link, and the folder that it leads to. */
async function findLinkedFolder(
  path: string,
  reader: LinkReader,
): Promise<{ readonly link: string; readonly folder: string } | undefined> {
  const segments = path.split('/');
  for (const [index] of segments.entries()) {
    const link = segments.slice(0, index + 1).join('/');
    const entry = (await reader.files.getEntries([link], reader.context)).get(link);
    if (entry?.kind === 'directory') continue;
    if (entry?.kind !== 'symlink') return undefined;
    const [target, folder] = await readTarget(entry, reader);
    return target?.kind === 'directory' ? { link, folder } : undefined;
  }
  return undefined;
}

/** @returns The entry that a link names, if there is one, and its path. */
async function readTarget(
  { path, sha }: TreeEntry,
  { files, readLink, context }: LinkReader,
): Promise<readonly [TreeEntry | undefined, string]> {
  const link = await readLink(sha);
  if (posix.isAbsolute(link)) return [undefined, link];
  const target = posix.join(posix.dirname(path), link).replace(/\/$/, '');
  return [(await files.getEntries([target], context)).get(target), target];
}
