import type { LoadContext, PromptVersion } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { locationOf } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import { readCommits } from './read-commits.ts';

/** The most that GitHub gives a page. */
const perPage = 100;

/** The commits that touched a file, newest first, from the config's branch, tag or commit backwards. A call for each hundred. */
export async function* versions(
  config: ParsedConfig,
  repositories: Repositories,
  context: LoadContext,
): AsyncGenerator<PromptVersion> {
  for (let page = 1; ; page += 1) {
    const commits = await readCommits(config.path, locationOf(config), { page, perPage }, repositories, context);
    for (const { sha, date, author, message, uri } of commits) {
      yield { version: sha, createdAt: date, author, message, uri };
    }
    if (commits.length < perPage) return;
  }
}
