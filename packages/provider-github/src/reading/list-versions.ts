import type { LoadContext, PromptVersion } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { locationOf } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import { readCommits } from './read-commits.ts';

/** GitHub's maximum. */
const commitsPerPage = 100;

/** Lists the commits that changed a file, newest first, back from the configured ref. Sends one request per 100 commits. */
export async function* listVersions(
  config: ParsedConfig,
  repositories: Repositories,
  context: LoadContext,
): AsyncGenerator<PromptVersion> {
  const location = await repositories.resolveRef(locationOf(config), context);
  for (let page = 1; ; page += 1) {
    const options = { page, perPage: commitsPerPage };
    const commits = await readCommits(config.path, location, options, repositories.client, context);
    for (const { sha, date, author, message, uri } of commits) {
      yield { version: sha, createdAt: date, author, message, uri };
    }
    if (commits.length < commitsPerPage) return;
  }
}
