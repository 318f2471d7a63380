import type { Namespace } from '../definition/experiment-definition.ts';
import { fnv } from './fnv.ts';

/** Returns whether a unit is in a slice of a namespace. GrowthBook's SDKs use version 1 of their hash for this. */
export function isInNamespace(unit: string, { id, from, to }: Namespace): boolean {
  const place = (fnv(`${unit}__${id}`) % 1000) / 1000;
  return place >= from && place < to;
}
