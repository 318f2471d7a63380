import { PromptError, type PromptTemplate } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { isInvalidValue, withTimeoutAdvice } from '../errors/error-from.ts';
import { type Group, groupsOf } from './groups.ts';
import type { Read } from './reader.ts';

type Result = PromptTemplate | PromptError;

/**
 * Loads prompts with one query per group.
 * @returns One result per config, in order.
 */
export async function loadMany(configs: readonly ParsedConfig[], read: Read): Promise<readonly Result[]> {
  const results: Result[] = [];
  await Promise.all(
    groupsOf(configs).map(async (group) => {
      const loaded = await loadGroup(group, configs, read);
      for (const [position, index] of group.indexes.entries()) results[index] = loaded[position] as Result;
    }),
  );
  return results;
}

async function loadGroup(group: Group, configs: readonly ParsedConfig[], read: Read): Promise<readonly Result[]> {
  const { indexes } = group;
  try {
    return await read((transaction) => group.load(transaction));
  } catch (thrown) {
    const error = withTimeoutAdvice(thrown, group.timeoutAdvice);
    if (!PromptError.isInstance(error)) throw error;
    if (!isInvalidValue(error) || indexes.length === 1) return indexes.map(() => error);
    // One id of the wrong type fails the query of the whole group: load its members separately.
    const results: Result[] = [];
    for (const index of indexes) results.push(...(await loadMany([configs[index] as ParsedConfig], read)));
    return results;
  }
}
