import { inChunks } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { keyOf, type Location, locationOf } from '../location.ts';

/** Configs that read the same branch, tag or commit, and their indexes. */
export interface LocatedConfigs {
  readonly location: Location;
  readonly paths: readonly string[];
  readonly indexes: readonly number[];
}

/** What can be answered together. @param most How many configs a group may have; more make another group. */
export function byLocation(configs: readonly ParsedConfig[], most = configs.length): LocatedConfigs[] {
  const located = configs.map((config, index) => ({ location: locationOf(config), path: config.path, index }));
  const groups = Map.groupBy(located, ({ location }) => keyOf(location)).values();
  return Array.from(groups, (group) => inChunks(group, most))
    .flat()
    .map((group) => ({
      location: (group[0] as (typeof group)[number]).location,
      paths: group.map(({ path }) => path),
      indexes: group.map(({ index }) => index),
    }));
}
