import { forPrompt } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { CachedPrompt } from './model.ts';

/** Creates the error of a read that has nothing to serve. @param isInTime Whether the reader had time to wait for the source. */
export function readError(
  isInTime: boolean,
  failure: PromptError | undefined,
  item: Pick<CachedPrompt, 'name' | 'entry'>,
): PromptError {
  const timeoutSeconds = item.entry.limits.timeoutMs / 1000;
  const late = new PromptError(
    'TIMEOUT',
    `the source did not respond within ${timeoutSeconds} s: raise cache.timeout, or set a fallback`,
  );
  return forPrompt((isInTime && failure) || late, item);
}
