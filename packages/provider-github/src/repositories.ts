import type { LoadContext, PromptError } from '@prompts/core';
import type { GitHubClient } from './client/github-client.ts';
import { locateFiles } from './files/locate-files.ts';
import { readBlob } from './files/read-blob.ts';
import type { TreeEntry } from './files/read-tree.ts';
import { type RepositoryFiles, readRepositoryFiles } from './files/repository-files.ts';
import { asTag, isPinned, type Location, locationKey } from './location.ts';

/** The repositories that one access can read. Remembers the last state of each branch and tag. */
export interface Repositories {
  readonly client: GitHubClient;
  /** Returns the current files of a branch, tag or commit. One conditional request; the same object if nothing changed. */
  getFiles(location: Location, context: LoadContext): Promise<RepositoryFiles>;
  /** Returns a location whose ref is not a bare name, unless no tag has that name. Sends no request for any other ref. */
  resolveRef(location: Location, context: LoadContext): Promise<Location>;
  /** Returns by path the file that the path leads to, or the reason why there is none. */
  locateFiles(
    paths: readonly string[],
    files: RepositoryFiles,
    context: LoadContext,
  ): Promise<ReadonlyMap<string, TreeEntry | PromptError>>;
}

export function createRepositories(client: GitHubClient): Repositories {
  const lastFiles = new Map<string, RepositoryFiles>();
  /** The targets of symbolic links by the id of the link's blob, which never changes its content. */
  const linkTargets = new Map<string, string>();

  async function getFiles(location: Location, context: LoadContext): Promise<RepositoryFiles> {
    const key = locationKey(location);
    const files = await readRepositoryFiles(location, lastFiles.get(key), client, context);
    // The files of a commit are read once by each entry pinned to it: they are not worth keeping.
    if (!isPinned(location)) lastFiles.set(key, files);
    return files;
  }

  return {
    client,
    getFiles,
    async resolveRef(location, context) {
      return asTag(location) === undefined ? location : (await getFiles(location, context)).location;
    },
    locateFiles(paths, files, context) {
      const readLink = async (sha: string) => {
        const known = linkTargets.get(sha);
        const target = known ?? Buffer.from(await readBlob(files.location, sha, client, context)).toString();
        linkTargets.set(sha, target);
        return target;
      };
      return locateFiles(paths, files, readLink, context);
    },
  };
}
