import { PromptError } from '@prompts/core';

/** Maps an error of undici to a PromptError. Keeps only its code: its other properties may contain the request. */
export function toNetworkError(error: unknown, url: URL, provider: string): PromptError {
  const root = findRootCause(error);
  if (PromptError.isInstance(root)) return root;
  const code = (root as { code?: unknown } | undefined)?.code;
  const reason = typeof code === 'string' ? code : 'connection error';
  return new PromptError('UNAVAILABLE', `the request to ${url.host} failed: ${reason}`, { provider });
}

/** Returns the innermost cause: undici wraps errors. */
function findRootCause(error: unknown): unknown {
  let current = error;
  for (let depth = 0; depth < 5; depth += 1) {
    if (PromptError.isInstance(current)) return current;
    const cause = (current as { cause?: unknown } | undefined)?.cause;
    if (cause === undefined || cause === null) return current;
    current = cause;
  }
  return current;
}
