import { PromptError } from '@prompts/core';

/** Maps a failure of undici. Only its code survives: it may carry the request. */
export function networkError(error: unknown, url: URL, provider: string): PromptError {
  const root = rootOf(error);
  if (PromptError.isInstance(root)) return root;
  const code = (root as { code?: unknown } | undefined)?.code;
  const reason = typeof code === 'string' ? code : 'the connection failed';
  return new PromptError('UNAVAILABLE', `${url.host} could not be asked: ${reason}`, { provider });
}

/** undici wraps: the innermost cause says what happened. */
function rootOf(error: unknown): unknown {
  let current = error;
  for (let depth = 0; depth < 5; depth += 1) {
    if (PromptError.isInstance(current)) return current;
    const cause = (current as { cause?: unknown } | undefined)?.cause;
    if (cause === undefined || cause === null) return current;
    current = cause;
  }
  return current;
}
