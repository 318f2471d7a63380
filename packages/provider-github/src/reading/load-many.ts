import { type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import type { Repositories } from '../repositories.ts';
import { groupByLocation, type LocationGroup } from './group-by-location.ts';
import { readTemplates } from './read-templates.ts';

/** Loads many files, those of one branch, tag or commit together. @returns one result a config, in order. */
export async function loadMany(
  configs: readonly ParsedConfig[],
  repositories: Repositories,
  context: LoadContext,
): Promise<(PromptTemplate | PromptError)[]> {
  const results: (PromptTemplate | PromptError)[] = [];
  await Promise.all(
    groupByLocation(configs).map(async (group) => {
      const templates = await loadGroup(group, repositories, context);
      for (const [place, index] of group.indexes.entries())
        results[index] = templates[place] as (typeof templates)[number];
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
    const files = await repositories.files(location, context);
    return await readTemplates(paths, { files, location }, repositories, context);
  } catch (error) {
    // What is wrong with one repository is a value too: others can be read.
    if (PromptError.isInstance(error)) return paths.map(() => error);
    throw error;
  }
}
