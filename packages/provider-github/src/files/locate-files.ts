import { posix } from 'node:path';
import type { LoadContext, PromptError } from '@prompts/core';
import type { Location } from '../location.ts';
import { pathError } from './path-error.ts';
import type { TreeEntry } from './read-tree.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** A chain of links that is longer is taken for a circle. */
const maxLinkHops = 5;

/**
 * Finds the files that paths lead to. Follows symbolic links within the repository.
 * @param readLink Returns the target of the symbolic link with the given blob id.
 * @returns By path the file, or the reason why there is none.
 */
export async function locateFiles(
  paths: readonly string[],
  files: RepositoryFiles,
  location: Location,
  readLink: (sha: string) => Promise<string>,
  context: LoadContext,
): Promise<ReadonlyMap<string, TreeEntry | PromptError>> {
  const entries = await files.getEntries(paths, context);
  const located = new Map<string, TreeEntry | PromptError>();
  let pathsByLowerCase: ReadonlyMap<string, string> | undefined;
  const findSimilarPath = (path: string) => {
    pathsByLowerCase ??= new Map(Array.from(entries.keys(), (known) => [known.toLowerCase(), known]));
    return pathsByLowerCase.get(path.toLowerCase());
  };
  for (const path of new Set(paths)) {
    const entry = await followLinks(entries.get(path), { files, readLink, context });
    if (entry?.kind === 'file') located.set(path, entry);
    else if (entry) located.set(path, pathError(entry.kind, path, location));
    else located.set(path, pathError('missing', path, location, findSimilarPath(path)));
  }
  return located;
}

/** @returns The entry that a link leads to; the link itself if that is not a file. */
async function followLinks(
  entry: TreeEntry | undefined,
  reader: { files: RepositoryFiles; readLink: (sha: string) => Promise<string>; context: LoadContext },
  hops = 0,
): Promise<TreeEntry | undefined> {
  if (entry?.kind !== 'symlink' || hops === maxLinkHops) return entry;
  const link = await reader.readLink(entry.sha);
  if (posix.isAbsolute(link)) return entry;
  const target = posix.join(posix.dirname(entry.path), link);
  const next = (await reader.files.getEntries([target], reader.context)).get(target);
  const found = await followLinks(next, reader, hops + 1);
  return found?.kind === 'file' ? found : entry;
}
