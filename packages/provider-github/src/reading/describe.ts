import { type LoadContext, PromptError, type PromptFacts } from '@prompts/core';
import { mapBounded } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { pathError } from '../files/path-error.ts';
import { readPath } from '../files/read-path.ts';
import { githubError } from '../github-error.ts';
import { locationOf } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import { groupByLocation } from './group-by-location.ts';
import { queryLastCommits } from './query-last-commits.ts';
import { type Commit, readCommits } from './read-commits.ts';

/** GitHub walks the history once per file, and stops a query after ten seconds. */
const maxFilesPerQuery = 50;

/** Up to this many files are requested one by one. Without credentials all are, since a query requires them. */
const maxSingleFiles = 3;
const maxConcurrentRequests = 4;

/** Without credentials there are 60 requests per hour, which the texts need first. */
const maxAnonymousFiles = 10;

/**
 * Finds the commit that last changed each file: 50 files per query, or two requests per file.
 * @returns One result per config, in order; an error if the file does not exist.
 * @throws `AUTH_FAILED` if too many files are requested without credentials.
 */
export async function describe(
  configs: readonly ParsedConfig[],
  repositories: Repositories,
  context: LoadContext,
): Promise<(PromptFacts | PromptError)[]> {
  const commits: (Commit | undefined)[] = [];
  const { isAuthenticated } = repositories.client;
  if (!isAuthenticated && configs.length > maxAnonymousFiles) {
    const message = `the last commits of ${configs.length} files are not requested without credentials: configure a token`;
    throw githubError('AUTH_FAILED', message);
  }
  if (configs.length <= maxSingleFiles || !isAuthenticated) {
    await mapBounded(configs, maxConcurrentRequests, async (config, index) => {
      const firstCommit = { page: 1, perPage: 1 };
      try {
        const location = locationOf(config);
        const [commit] = await readCommits(config.path, location, firstCommit, repositories, context);
        // A deleted file has commits, too: this throws NOT_FOUND.
        await readPath(config.path, location, undefined, repositories.client, context);
        commits[index] = commit;
      } catch (error) {
        // A missing repository or branch must not fail the other files.
        if (!PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
      }
    });
  } else {
    const groups = groupByLocation(configs, maxFilesPerQuery);
    await mapBounded(groups, maxConcurrentRequests, async ({ location, paths, indexes }) => {
      const commitsByPath = await queryLastCommits(paths, location, repositories, context);
      for (const [position, index] of indexes.entries()) {
        commits[index] = commitsByPath.get(paths[position] as string);
      }
    });
  }
  return configs.map((config, index) => {
    const commit = commits[index];
    return commit ? toFacts(commit) : pathError('missing', config.path, locationOf(config));
  });
}

function toFacts({ sha, author, date, message, uri }: Commit): PromptFacts {
  return { version: sha, metadata: { author, updatedAt: date, message: message.split('\n', 1)[0], commitUri: uri } };
}
