import type { KnownVersion } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { groupsOf } from './groups.ts';
import type { Read } from './reader.ts';

/**
 * Compares known versions with the current ones: one query per group, without reading texts.
 * @returns The indexes of the entries that changed, or may have: rows without a version column, free queries, and entries
 * whose group failed while another one succeeded.
 * @throws The first error, if every group failed.
 */
export async function changedSince(entries: readonly KnownVersion<ParsedConfig>[], read: Read): Promise<number[]> {
  const groups = groupsOf(entries.map(({ config }) => config));
  const results = await Promise.allSettled(groups.map(({ versions }) => read(versions)));
  const [first] = results;
  if (first?.status === 'rejected' && results.every(({ status }) => status === 'rejected')) throw first.reason;
  return groups.flatMap(({ indexes }, groupIndex) => {
    const result = results[groupIndex];
    const current = result?.status === 'fulfilled' ? result.value : [];
    return indexes.filter(
      (index, position) => current[position] === undefined || current[position] !== entries[index]?.template.version,
    );
  });
}
