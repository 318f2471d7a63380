import type { KnownVersion, PromptTemplate } from '@prompts/core';
import { isOurs, type ParsedConfig } from '../config-schema.ts';
import { groupsOf, readStates } from './groups.ts';
import type { Read } from './reader.ts';
import { stateOfTemplate } from './version-state.ts';

/** Returns the state of a template, as a group reads it. */
export function stateOf(config: ParsedConfig, template: PromptTemplate): string | undefined {
  return isOurs(config) ? stateOfTemplate(template) : template.version;
}

/**
 * Compares known versions with the current ones: one query per group, without reading texts.
 * @returns The indexes of the entries that changed, or may have: rows without a version column, free queries, and entries
 * whose group failed while another one succeeded.
 * @throws The first error, if every group failed.
 */
export async function changedSince(entries: readonly KnownVersion<ParsedConfig>[], read: Read): Promise<number[]> {
  const configs = entries.map(({ config }) => config);
  const groups = groupsOf(configs);
  const results = await Promise.allSettled(groups.map((group) => readStates(group, configs, read)));
  const [first] = results;
  if (first?.status === 'rejected' && results.every(({ status }) => status === 'rejected')) throw first.reason;
  return groups.flatMap(({ indexes }, groupIndex) => {
    const result = results[groupIndex];
    const current = result?.status === 'fulfilled' ? result.value : [];
    return indexes.filter((index, position) => {
      const { config, template } = entries[index] as KnownVersion<ParsedConfig>;
      return current[position] === undefined || current[position] !== stateOf(config, template);
    });
  });
}
