import { type LoadContext, PromptError, type PromptFacts } from '@prompts/core';
import { mapBounded } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { pathError } from '../files/path-error.ts';
import { locationOf } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import { groupByLocation } from './group-by-location.ts';
import { queryLastCommits } from './query-last-commits.ts';
import { type Commit, readCommits } from './read-commits.ts';

/** GitHub walks through the repository's commits once for each file, and gives a query ten seconds. */
const filesPerQuery = 50;

/** Up to so many files are asked for one by one; so are all where there are no credentials for a query. */
const fewFiles = 3;
const concurrentCalls = 4;

/** Without credentials there are 60 requests an hour, which the texts themselves need more. */
const mostAnonymousFiles = 20;

/** The commit that last touched each file: a query for fifty files, or a call each. @returns one result a config, in order. */
export async function describe(
  configs: readonly ParsedConfig[],
  repositories: Repositories,
  context: LoadContext,
): Promise<(PromptFacts | PromptError)[]> {
  const commits: (Commit | undefined)[] = [];
  if (!repositories.client.isSignedIn && configs.length > mostAnonymousFiles) {
    const message = `without credentials GitHub isn't asked who last changed ${configs.length} files: give a token`;
    throw new PromptError('AUTH_FAILED', message, { provider: 'github' });
  }
  if (configs.length <= fewFiles || !repositories.client.isSignedIn) {
    await mapBounded(configs, concurrentCalls, async (config, index) => {
      const question = { page: 1, perPage: 1 };
      try {
        [commits[index]] = await readCommits(config.path, locationOf(config), question, repositories, context);
      } catch (error) {
        // One that isn't there is no failure of the others.
        if (!PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
      }
    });
  } else {
    const queries = groupByLocation(configs, filesPerQuery);
    await mapBounded(queries, concurrentCalls, async ({ location, paths, indexes }) => {
      const found = await queryLastCommits(paths, location, repositories, context);
      for (const [place, index] of indexes.entries()) commits[index] = found.get(paths[place] as string);
    });
  }
  return configs.map(
    (config, index) => factsOf(commits[index]) ?? pathError('absent', config.path, locationOf(config)),
  );
}

function factsOf(commit: Commit | undefined): PromptFacts | undefined {
  if (!commit) return undefined;
  const { sha, author, date, message, uri } = commit;
  return { version: sha, metadata: { author, updatedAt: date, message: message.split('\n', 1)[0], commitUri: uri } };
}
