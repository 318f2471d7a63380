import { freshnessMs } from '../config/parsed-entry.ts';
import type { CachedPrompt } from './model.ts';

/** Ends the freshness of a prompt when that of a text of this age ends, and after `maxMs` from now at the latest. */
export function limitToAge(
  { slot, entry }: CachedPrompt,
  maxAgeSeconds: number | undefined,
  ageMs: number,
  maxMs = Infinity,
): void {
  slot.limitFreshness(Math.min(maxMs, freshnessMs(entry, maxAgeSeconds) - ageMs));
}
