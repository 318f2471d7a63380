import type { LoadContext, PromptError } from '@prompts/core';
import type { GitHubClient } from './client/github-client.ts';
import { locateFiles } from './files/locate-files.ts';
import { readBlob } from './files/read-blob.ts';
import type { TreeEntry } from './files/read-tree.ts';
import { type RepositoryFiles, readRepositoryFiles } from './files/repository-files.ts';
import { isPinned, type Location, locationKey } from './location.ts';

/** The repositories that one access can read. Remembers the last state of each branch and tag. */
export interface Repositories {
  readonly client: GitHubClient;
  /** Returns the current files of a branch, tag or commit. One conditional request; the same object if nothing changed. */
  getFiles(location: Location, context: LoadContext): Promise<RepositoryFiles>;
  /** Returns by path the file that the path leads to, or the reason why there is none. */
  locateFiles(
    paths: readonly string[],
    files: RepositoryFiles,
    location: Location,
    context: LoadContext,
  ): Promise<ReadonlyMap<string, TreeEntry | PromptError>>;
}

export function createRepositories(client: GitHubClient): Repositories {
  const lastFiles = new Map<string, RepositoryFiles>();
  /** The targets of symbolic links by the id of the link's blob, which never changes its content. */
  const linkTargets = new Map<string, string>();

  return {
    client,
    async getFiles(location, context) {
      const key = locationKey(location);
      const files = await readRepositoryFiles(location, lastFiles.get(key), client, context);
      // The files of a commit are read once by each entry pinned to it: they are not worth keeping.
      if (!isPinned(location)) lastFiles.set(key, files);
      return files;
    },
    locateFiles(paths, files, location, context) {
      const readLink = async (sha: string) => {
        const target = linkTargets.get(sha) ?? Buffer.from(await readBlob(location, sha, client, context)).toString();
        linkTargets.set(sha, target);
        return target;
      };
      return locateFiles(paths, files, location, readLink, context);
    },
  };
}
