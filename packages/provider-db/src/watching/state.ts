import { createHash } from 'node:crypto';
import type { ListedPrompt } from '@prompts/core';
import { isCollection, type ParsedConfig } from '../config-schema.ts';
import { groupsOf } from '../reading/groups.ts';
import { list } from '../reading/list.ts';
import type { Read } from '../reading/reader.ts';

/**
 * What a config stands for at one moment, as a text that changes exactly when that does: the version of a prompt, or all
 * members of a collection with theirs. Null for what isn't there.
 */
export type State = string | null;

/** Whether a change can be told without reading texts. */
export function isWatchable(config: ParsedConfig): boolean {
  if ('query' in config) return false;
  if ('table' in config) return config.columns.version !== undefined;
  // A version that is fixed stays what it is.
  return config.version === undefined;
}

/** The states of all configs, in order: one query for all prompts, and one for each collection. */
export async function statesOf(configs: readonly ParsedConfig[], read: Read): Promise<State[]> {
  const states: State[] = [];
  const indexes = [...configs.keys()];
  const single = indexes.filter((index) => !isCollection(configs[index] as ParsedConfig));
  const groups = groupsOf(single.map((index) => configs[index] as ParsedConfig));
  await Promise.all([
    ...groups.map(async (group) => {
      const versions = await read(group.versions);
      for (const [place, version] of versions.entries())
        states[single[group.indexes[place] as number] as number] = version ?? null;
    }),
    ...indexes.map(async (index) => {
      const config = configs[index] as ParsedConfig;
      if (isCollection(config)) states[index] = stateOfListing(await list(config, { withTexts: false }, read));
    }),
  ]);
  return states;
}

/** The state of a collection. */
export function stateOfListing(listing: readonly ListedPrompt[]): State {
  const hash = createHash('sha256');
  for (const { name, version } of listing) hash.update(JSON.stringify([name, version]));
  return hash.digest('hex');
}
