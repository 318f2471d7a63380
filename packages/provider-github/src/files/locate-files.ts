import { posix } from 'node:path';
import type { LoadContext, PromptError } from '@prompts/core';
import type { Location } from '../location.ts';
import { pathError } from './path-error.ts';
import type { TreeEntry } from './read-tree.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** Links to links to links lead somewhere by then, or in a circle. */
const mostHops = 5;

/**
 * Finds the files that paths lead to, symbolic links followed within the repository.
 * @param readLink Gives the path that a link holds, by the id of its blob.
 * @returns by path the file, or why there is none.
 */
export async function locateFiles(
  paths: readonly string[],
  files: RepositoryFiles,
  location: Location,
  readLink: (sha: string) => Promise<string>,
  context: LoadContext,
): Promise<ReadonlyMap<string, TreeEntry | PromptError>> {
  const entries = await files.at(paths, context);
  const located = new Map<string, TreeEntry | PromptError>();
  let byLowerCase: ReadonlyMap<string, string> | undefined;
  const near = () => {
    byLowerCase ??= new Map(Array.from(entries.keys(), (known) => [known.toLowerCase(), known]));
    return byLowerCase;
  };
  for (const path of new Set(paths)) {
    const entry = await follow(entries.get(path), { files, readLink, context });
    if (entry?.kind === 'file') located.set(path, entry);
    else if (entry) located.set(path, pathError(entry.kind, path, location));
    else located.set(path, pathError('absent', path, location, near().get(path.toLowerCase())));
  }
  return located;
}

/** @returns what the entry leads to: a link only where it leads to no file. */
async function follow(
  entry: TreeEntry | undefined,
  using: { files: RepositoryFiles; readLink: (sha: string) => Promise<string>; context: LoadContext },
  hops = 0,
): Promise<TreeEntry | undefined> {
  if (entry?.kind !== 'symlink' || hops === mostHops) return entry;
  const link = await using.readLink(entry.sha);
  if (posix.isAbsolute(link)) return entry;
  const target = posix.join(posix.dirname(entry.path), link);
  const next = (await using.files.at([target], using.context)).get(target);
  const found = await follow(next, using, hops + 1);
  return found?.kind === 'file' ? found : entry;
}
