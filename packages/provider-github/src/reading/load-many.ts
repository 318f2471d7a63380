import { type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import { withPartTimeout } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { addPath } from '../files/path-error.ts';
import { formatLocation } from '../location.ts';
import type { Repositories } from '../repositories.ts';
import { groupByLocation, type LocationGroup } from './group-by-location.ts';
import { readTemplates } from './read-templates.ts';

/** Together with that of `changedSince` less than the time limit of a load. */
const locationTimeoutSeconds = 45;

/**
 * Loads many files, those of one branch, tag or commit together.
 * @returns One result per config, in order; an error for a file that can't be loaded.
 */
export async function loadMany(
  configs: readonly ParsedConfig[],
  repositories: Repositories,
  context: LoadContext,
): Promise<(PromptTemplate | PromptError)[]> {
  const results: (PromptTemplate | PromptError)[] = [];
  await Promise.all(
    groupByLocation(configs).map(async (group) => {
      const templates = await loadGroup(group, repositories, context);
      for (const [position, index] of group.indexes.entries()) {
        results[index] = templates[position] as (typeof templates)[number];
      }
    }),
  );
  return results;
}

async function loadGroup(
  { location, paths }: LocationGroup,
  repositories: Repositories,
  context: LoadContext,
): Promise<(PromptTemplate | PromptError)[]> {
  try {
    const options = { provider: 'github', what: formatLocation(location), timeoutSeconds: locationTimeoutSeconds };
    return await withPartTimeout(context, options, async (part) => {
      const files = await repositories.getFiles(location, part);
      return readTemplates(paths, files, repositories, part);
    });
  } catch (error) {
    // The failure of one repository must not fail the others.
    if (PromptError.isInstance(error)) return paths.map((path) => addPath(error, path));
    throw error;
  }
}
