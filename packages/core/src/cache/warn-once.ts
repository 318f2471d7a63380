import type { CacheContext } from './context.ts';
import type { CachedPrompt } from './model.ts';

/**
 * Logs why a prompt is not up to date, once per transition: a read that returns the last good text or the fallback does not
 * report it.
 */
export function warnOnce({ slot, fallback }: CachedPrompt, { logger, closed }: CacheContext): void {
  const served = slot.stale ? 'the last good text' : fallback && 'its fallback';
  if (!served || !slot.error || slot.hasWarned || slot.isFresh() || closed.aborted) return;
  slot.hasWarned = true;
  logger.warn(`@prompts: ${slot.error.message}; ${served} is served`);
}
