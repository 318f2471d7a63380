import type { LoadContext, PromptError } from '@prompts/core';
import type { GitHubClient } from './client/github-client.ts';
import { locateFiles } from './files/locate-files.ts';
import { readBlob } from './files/read-blob.ts';
import type { TreeEntry } from './files/read-tree.ts';
import { type RepositoryFiles, readFiles } from './files/repository-files.ts';
import { isPinned, type Location, locationKey } from './location.ts';

/** What one access may read, with what is known of it from the last time. */
export interface Repositories {
  readonly client: GitHubClient;
  /** What a branch, tag or commit holds now. One conditional call; that very object again where nothing has changed. */
  files(location: Location, context: LoadContext): Promise<RepositoryFiles>;
  /** The files that paths lead to in such a state, by path, or why there is none. */
  locateFiles(
    paths: readonly string[],
    files: RepositoryFiles,
    location: Location,
    context: LoadContext,
  ): Promise<ReadonlyMap<string, TreeEntry | PromptError>>;
}

export function createRepositories(client: GitHubClient): Repositories {
  const known = new Map<string, RepositoryFiles>();
  /** Where symbolic links lead, by the id of their blob: the same for ever. */
  const links = new Map<string, string>();

  return {
    client,
    async files(location, context) {
      const key = locationKey(location);
      const files = await readFiles(location, known.get(key), client, context);
      // What a commit holds is asked for once by whoever pins it, and isn't worth keeping.
      if (!isPinned(location)) known.set(key, files);
      return files;
    },
    locateFiles(paths, files, location, context) {
      const readLink = async (sha: string) => {
        const target = links.get(sha) ?? Buffer.from(await readBlob(location, sha, client, context)).toString();
        links.set(sha, target);
        return target;
      };
      return locateFiles(paths, files, location, readLink, context);
    },
  };
}
