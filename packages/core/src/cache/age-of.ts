import type { CacheContext } from './context.ts';

/**
 * Returns the age of a text or a listing in milliseconds. One from the future, by a wall clock that is ahead, may be as old as
 * that clock is ahead.
 * @param fetchedAt Epoch ms at which the source returned it.
 */
export function ageOf({ fetchedAt }: { readonly fetchedAt: number }, { toEpochMs }: CacheContext): number {
  return Math.abs(toEpochMs() - fetchedAt);
}
