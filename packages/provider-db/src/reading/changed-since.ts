import type { KnownVersion } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { groupsOf } from './groups.ts';
import type { Read } from './reader.ts';

/**
 * Compares known versions with those of now: one query for each group, no texts.
 * @returns indexes of the entries that changed, or can't be told: rows without a version, and free queries.
 */
export async function changedSince(entries: readonly KnownVersion<ParsedConfig>[], read: Read): Promise<number[]> {
  const groups = groupsOf(entries.map(({ config }) => config));
  const changed = await Promise.all(
    groups.map(async ({ indexes, versions }) => {
      const now = await read(versions);
      return indexes.filter(
        (index, place) => now[place] === undefined || now[place] !== entries[index]?.template.version,
      );
    }),
  );
  return changed.flat();
}
