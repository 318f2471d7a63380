import { PromptError, type PromptTemplate } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { withTimeoutAdvice } from '../errors/error-from.ts';
import { apartFromInvalid } from './apart-from-invalid.ts';
import { type Group, groupOf, groupsOf } from './groups.ts';
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
  const members = group.indexes.map((index) => configs[index] as ParsedConfig);
  try {
    return await apartFromInvalid<ParsedConfig, Result>(
      members,
      (some) => read(groupOf(some).load),
      (error) => error,
    );
  } catch (thrown) {
    const error = withTimeoutAdvice(thrown, group.timeoutAdvice);
    if (!PromptError.isInstance(error)) throw error;
    return members.map(() => error);
  }
}
