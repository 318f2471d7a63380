import { createHash } from 'node:crypto';
import type { ListedPrompt } from '@prompts/core';
import { isCollection, type ParsedConfig } from '../config-schema.ts';
import { groupsOf, readStates } from '../reading/groups.ts';
import { list } from '../reading/list.ts';
import type { Read } from '../reading/reader.ts';
import { stateOfMember } from '../reading/version-state.ts';

/**
 * The state of what a config reads: the version of a prompt, with when it was published and deprecated, or a hash of a collection's
 * members with theirs. It changes exactly when one of these changes. Null if the prompt does not exist.
 */
export type State = string | null;

/** Whether a change can be detected without reading texts. */
export function isWatchable(config: ParsedConfig): boolean {
  if ('query' in config) return false;
  if ('table' in config) return config.columns.version !== undefined;
  // A fixed version never changes.
  return config.version === undefined;
}

/**
 * Reads the states of configs: with one query for all prompts, one for each table, and one for each collection.
 * @param onFailure Receives the error of each query that fails. The states that it would have returned are undefined.
 * @returns The states, in the order of `configs`.
 */
export async function statesOf(
  configs: readonly ParsedConfig[],
  read: Read,
  onFailure: (error: unknown) => void,
): Promise<readonly (State | undefined)[]> {
  const states: (State | undefined)[] = configs.map(() => undefined);
  const all = [...configs.entries()].map(([index, config]) => ({ index, config }));
  const single = all.filter(({ config }) => !isCollection(config));
  const singleConfigs = single.map(({ config }) => config);
  const groups = groupsOf(singleConfigs).map(async (group) => {
    const groupStates = await readStates(group, singleConfigs, read);
    for (const [place, at] of group.indexes.entries()) states[single[at]?.index as number] = groupStates[place] ?? null;
  });
  const collections = all.map(async ({ index, config }) => {
    if (isCollection(config)) states[index] = stateOfListing(await list(config, { withTexts: false }, read));
  });
  await Promise.all([...groups, ...collections].map((work) => work.catch(onFailure)));
  return states;
}

/** Returns the state of a collection. */
export function stateOfListing(listing: readonly ListedPrompt[]): State {
  const hash = createHash('sha256');
  for (const member of listing) hash.update(JSON.stringify([member.name, member.version, stateOfMember(member)]));
  return hash.digest('hex');
}
