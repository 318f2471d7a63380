import type { KnownVersion } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { groupsOf } from './groups.ts';
import type { Read } from './reader.ts';

/**
 * Compares known versions with those of now: one query for each group, no texts.
 * @returns indexes of the entries that changed, or can't be told: rows without a version, free queries, and what can't be
 * read any longer while other things can.
 */
export async function changedSince(entries: readonly KnownVersion<ParsedConfig>[], read: Read): Promise<number[]> {
  const groups = groupsOf(entries.map(({ config }) => config));
  const answers = await Promise.allSettled(groups.map(({ versions }) => read(versions)));
  const [first] = answers;
  if (first?.status === 'rejected' && answers.every(({ status }) => status === 'rejected')) throw first.reason;
  return groups.flatMap(({ indexes }, group) => {
    const answer = answers[group];
    const now = answer?.status === 'fulfilled' ? answer.value : [];
    return indexes.filter(
      (index, place) => now[place] === undefined || now[place] !== entries[index]?.template.version,
    );
  });
}
