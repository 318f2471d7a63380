import { type LoadContext, PromptError } from '@prompts/core';

/** Options of {@link withPartTimeout}. */
export interface PartTimeoutOptions {
  /** The provider's name, for errors. */
  readonly provider: string;
  /** What is read, for errors: `company/prompts`. Must not contain a secret. */
  readonly what: string;
  /** Less than the time limit of the whole call, `capabilities.loadTimeout`. */
  readonly timeoutSeconds: number;
}

/**
 * Runs one part of a call for many texts, such as all reads of one repository, within its own time limit. A part that hangs
 * then fails alone: core receives the texts of the others.
 * @param work Receives the context with a signal that is aborted when the time is up, or with the whole call. It must pass
 * the signal on.
 * @throws PromptError `TIMEOUT` when the time is up; the reason of the context's signal; what `work` throws.
 */
export async function withPartTimeout<Result, Context extends Pick<LoadContext, 'signal'>>(
  context: Context,
  { provider, what, timeoutSeconds }: PartTimeoutOptions,
  work: (context: Context) => Promise<Result>,
): Promise<Result> {
  const { signal } = context;
  signal.throwIfAborted();
  const part = new AbortController();
  const onAbort = () => part.abort(signal.reason);
  signal.addEventListener('abort', onAbort);
  const timer = setTimeout(() => {
    part.abort(new PromptError('TIMEOUT', `${what} did not respond within ${timeoutSeconds} s`, { provider }));
  }, timeoutSeconds * 1000);
  try {
    return await work({ ...context, signal: part.signal });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
