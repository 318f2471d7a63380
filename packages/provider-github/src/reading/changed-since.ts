import { type KnownVersion, type LoadContext, PromptError } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { isPinned } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import { groupByLocation } from './group-by-location.ts';

/**
 * Compares known versions with what each branch or tag holds now: one conditional call each, none for a commit.
 * @returns indexes of the entries whose files have changed, or can't be found.
 * @throws where nothing could be asked at all.
 */
export async function changedSince(
  entries: readonly KnownVersion<ParsedConfig>[],
  repositories: Repositories,
  context: LoadContext,
): Promise<number[]> {
  const groups = groupByLocation(entries.map(({ config }) => config)).filter(({ location }) => !isPinned(location));
  const answers = await Promise.allSettled(
    groups.map(async ({ location, paths, indexes }) => {
      const files = await repositories.files(location, context);
      const located = await repositories.locateFiles(paths, files, location, context);
      return indexes.filter((index, place) => {
        const found = located.get(paths[place] as string);
        return PromptError.isInstance(found) || found?.sha !== entries[index]?.template.version;
      });
    }),
  );
  const failures = answers.filter((answer) => answer.status === 'rejected');
  if (failures.length > 0 && failures.length === answers.length) throw failures[0]?.reason;
  // Of a repository that failed among others its entries can't tell: loading them says what is wrong.
  return answers.flatMap((answer, place) =>
    answer.status === 'fulfilled' ? answer.value : (groups[place]?.indexes ?? []),
  );
}
