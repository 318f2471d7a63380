import { type LoadContext, PromptError, type PromptFacts } from '@prompts/core';
import { inChunks, mapBounded, withPartTimeout } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { pathError } from '../files/path-error.ts';
import { readPath } from '../files/read-path.ts';
import { githubError } from '../github-error.ts';
import { formatLocation, type Location } from '../location.ts';
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

/** Less than the time limit of a load. */
const locationTimeoutSeconds = 45;

type Reader = (paths: readonly string[], location: Location, context: LoadContext) => Promise<(Commit | undefined)[]>;

/**
 * Finds the commit that last changed each file: 50 files per query, or two requests per file.
 * @returns One result per config, in order; an error if the file does not exist, or its repository can't be read.
 * @throws `AUTH_FAILED` if too many files are requested without credentials; the reason why no repository can be read.
 */
export async function describe(
  configs: readonly ParsedConfig[],
  repositories: Repositories,
  context: LoadContext,
): Promise<(PromptFacts | PromptError)[]> {
  const { isAuthenticated } = repositories.client;
  if (!isAuthenticated && configs.length > maxAnonymousFiles) {
    const message = `the last commits of ${configs.length} files are not requested without credentials: configure a token`;
    throw githubError('AUTH_FAILED', message);
  }
  const read =
    configs.length <= maxSingleFiles || !isAuthenticated ? readOneByOne(repositories) : readInQueries(repositories);
  const results: (PromptFacts | PromptError)[] = [];
  await Promise.all(
    groupByLocation(configs).map(async ({ location, paths, indexes }) => {
      const options = { provider: 'github', what: formatLocation(location), timeoutSeconds: locationTimeoutSeconds };
      const commits = await withPartTimeout(context, options, async (part) =>
        read(paths, await repositories.resolveRef(location, part), part),
      ).catch((error: unknown) => {
        // The failure of one repository must not fail the others.
        if (!PromptError.isInstance(error)) throw error;
        return paths.map(() => error);
      });
      for (const [position, index] of indexes.entries()) {
        const commit = commits[position] ?? pathError('missing', paths[position] as string, location);
        results[index] = PromptError.isInstance(commit) ? commit : toFacts(commit);
      }
    }),
  );
  const [first] = results;
  const isUseless = (result: PromptFacts | PromptError) =>
    PromptError.isInstance(result) && result.code !== 'NOT_FOUND';
  if (results.every(isUseless) && first !== undefined) throw first;
  return results;
}

function readOneByOne({ client }: Repositories): Reader {
  return (paths, location, context) =>
    mapBounded(paths, maxConcurrentRequests, async (path) => {
      try {
        const [commit] = await readCommits(path, location, { page: 1, perPage: 1 }, client, context);
        // A deleted file has commits, too: this throws NOT_FOUND.
        await readPath(path, location, undefined, client, context);
        return commit;
      } catch (error) {
        if (!PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
        return undefined;
      }
    });
}

function readInQueries({ client }: Repositories): Reader {
  return async (paths, location, context) => {
    const chunks = inChunks(paths, maxFilesPerQuery);
    const found = await mapBounded(chunks, maxConcurrentRequests, (chunk) =>
      queryLastCommits(chunk, location, client, context),
    );
    return paths.map((path, index) => found[Math.floor(index / maxFilesPerQuery)]?.get(path));
  };
}

function toFacts({ sha, author, date, message, uri }: Commit): PromptFacts {
  return { version: sha, metadata: { author, updatedAt: date, message: message.split('\n', 1)[0], commitUri: uri } };
}
