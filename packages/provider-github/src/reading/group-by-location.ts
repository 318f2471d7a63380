import type { ParsedConfig } from '../config-schema.ts';
import { type Location, locationKey, locationOf } from '../location.ts';

/** Configs that read the same branch, tag or commit. */
export interface LocationGroup {
  readonly location: Location;
  readonly paths: readonly string[];
  /** The indexes of the configs, parallel to `paths`. */
  readonly indexes: readonly number[];
}

/** Groups configs by the branch, tag or commit that they read. */
export function groupByLocation(configs: readonly ParsedConfig[]): LocationGroup[] {
  const located = configs.map((config, index) => ({ location: locationOf(config), path: config.path, index }));
  const groups = Map.groupBy(located, ({ location }) => locationKey(location)).values();
  return Array.from(groups, (group) => ({
    location: (group[0] as (typeof group)[number]).location,
    paths: group.map(({ path }) => path),
    indexes: group.map(({ index }) => index),
  }));
}
