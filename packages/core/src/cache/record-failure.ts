import { forPrompt } from '../errors/from-thrown.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { CacheContext } from './context.ts';
import type { CachedPrompt } from './model.ts';

/** Records a failure for one prompt and emits its events. The last good prompt stays. */
export function recordFailure(cached: CachedPrompt, cause: PromptError, { events, closed }: CacheContext): void {
  if (closed.aborted) return;
  const { slot, name } = cached;
  const error = forPrompt(cause, cached);
  slot.error = error;
  events.emit('error', { name, error });
  const { stale } = slot;
  if (stale === undefined || slot.isFresh() || slot.hasReportedStale) return;
  slot.hasReportedStale = true;
  events.emit('stale', { name, prompt: stale, error });
}
