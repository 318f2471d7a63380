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

/**
 * The states of all configs, in order: one query for all prompts, one for each table, and one for each collection.
 * @param failed Told of each query that failed; the states that it would have given are undefined.
 */
export async function statesOf(
  configs: readonly ParsedConfig[],
  read: Read,
  failed: (error: unknown) => void,
): Promise<readonly (State | undefined)[]> {
  const states: (State | undefined)[] = configs.map(() => undefined);
  const all = [...configs.entries()].map(([index, config]) => ({ index, config }));
  const single = all.filter(({ config }) => !isCollection(config));
  const groups = groupsOf(single.map(({ config }) => config)).map(async (group) => {
    const versions = await read(group.versions);
    for (const [place, at] of group.indexes.entries()) states[single[at]?.index as number] = versions[place] ?? null;
  });
  const collections = all.map(async ({ index, config }) => {
    if (isCollection(config)) states[index] = stateOfListing(await list(config, { withTexts: false }, read));
  });
  await Promise.all([...groups, ...collections].map((work) => work.catch(failed)));
  return states;
}

/** The state of a collection. */
export function stateOfListing(listing: readonly ListedPrompt[]): State {
  const hash = createHash('sha256');
  for (const { name, version } of listing) hash.update(JSON.stringify([name, version]));
  return hash.digest('hex');
}
