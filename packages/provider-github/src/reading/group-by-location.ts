import { inChunks } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { type Location, locationKey, locationOf } from '../location.ts';

/** Configs that read the same branch, tag or commit, and their indexes. */
export interface LocationGroup {
  readonly location: Location;
  readonly paths: readonly string[];
  readonly indexes: readonly number[];
}

/** What can be answered together. @param most How many configs a group may have; more make another group. */
export function groupByLocation(configs: readonly ParsedConfig[], most = configs.length): LocationGroup[] {
  const located = configs.map((config, index) => ({ location: locationOf(config), path: config.path, index }));
  const groups = Map.groupBy(located, ({ location }) => locationKey(location)).values();
  return Array.from(groups, (group) => inChunks(group, most))
    .flat()
    .map((group) => ({
      location: (group[0] as (typeof group)[number]).location,
      paths: group.map(({ path }) => path),
      indexes: group.map(({ index }) => index),
    }));
}
