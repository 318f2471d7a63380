import { PromptError, type PromptTemplate } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { isAboutValue } from '../errors/error-from.ts';
import { type Group, groupsOf } from './groups.ts';
import type { Read } from './reader.ts';

type Result = PromptTemplate | PromptError;

/** Loads any number of prompts, each group by one query. @returns one result a config, in order. */
export async function loadMany(configs: readonly ParsedConfig[], read: Read): Promise<readonly Result[]> {
  const results: Result[] = [];
  await Promise.all(
    groupsOf(configs).map(async (group) => {
      const loaded = await loadGroup(group, configs, read);
      for (const [place, index] of group.indexes.entries()) results[index] = loaded[place] as Result;
    }),
  );
  return results;
}

async function loadGroup(group: Group, configs: readonly ParsedConfig[], read: Read): Promise<readonly Result[]> {
  const { indexes } = group;
  try {
    return await read((transaction) => group.load(transaction));
  } catch (error) {
    if (!PromptError.isInstance(error)) throw error;
    // An id that its column can't hold must not take the others with it.
    if (!isAboutValue(error) || indexes.length === 1) return indexes.map(() => error);
    const alone: Result[] = [];
    for (const index of indexes) alone.push(...(await loadMany([configs[index] as ParsedConfig], read)));
    return alone;
  }
}
