import { type KnownVersion, type LoadContext, PromptError } from '@prompts/core';
import { withPartTimeout } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { formatLocation, isPinned } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import { groupByLocation } from './group-by-location.ts';

/** A location that takes longer counts as changed, so that the others need not wait for it. */
const locationTimeoutSeconds = 10;

/**
 * Compares known versions with the current files. Sends one conditional request per branch or tag, none for a commit.
 * @returns The indexes of the entries whose files changed or no longer exist.
 * @throws If no branch or tag could be read.
 */
export async function changedSince(
  entries: readonly KnownVersion<ParsedConfig>[],
  repositories: Repositories,
  context: LoadContext,
): Promise<number[]> {
  const groups = groupByLocation(entries.map(({ config }) => config)).filter(({ location }) => !isPinned(location));
  const results = await Promise.allSettled(
    groups.map(async ({ location, paths, indexes }) => {
      const options = { provider: 'github', what: formatLocation(location), timeoutSeconds: locationTimeoutSeconds };
      const located = await withPartTimeout(context, options, async (part) => {
        const files = await repositories.getFiles(location, part);
        return repositories.locateFiles(paths, files, part);
      });
      return indexes.filter((index, position) => {
        const file = located.get(paths[position] as string);
        return PromptError.isInstance(file) || file?.sha !== entries[index]?.template.version;
      });
    }),
  );
  const failures = results.filter((result) => result.status === 'rejected');
  if (failures.length > 0 && failures.length === results.length) throw failures[0]?.reason;
  // If only some groups fail, their entries count as changed: loading them reports the error.
  return results.flatMap((result, position) =>
    result.status === 'fulfilled' ? result.value : (groups[position]?.indexes ?? []),
  );
}
