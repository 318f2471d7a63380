import { fnv } from './fnv.ts';

/**
 * Returns the place of a unit among all units, at least 0 and less than 1, in steps of 0.0001. This is `hash` version 2 of
 * GrowthBook's SDKs (docs.growthbook.io/lib/build-your-own), so they assign the same variants.
 * @param seed What makes experiments independent of each other.
 * @param unit The user, conversation or other thing that is assigned to a variant.
 */
export function bucketOf(seed: string, unit: string | number): number {
  return bucketAfter(fnv(seed), String(unit));
}

/** The same for a seed that is hashed already. */
export function bucketAfter(seedHash: number, unit: string): number {
  return (fnv(String(fnv(unit, seedHash))) % 10_000) / 10_000;
}
