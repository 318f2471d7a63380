import { PromptError } from '../errors/prompt-error.ts';
import type { AnyProvider } from '../provider/provider.ts';
import type { CacheContext } from './context.ts';
import { over, startPatience } from './patience.ts';

/** Seconds a load may take where the provider's capabilities don't say. */
const defaultLoadTimeout = 30;

/**
 * Gives work with a provider its limit: at its end, or on `close()`, the work is given up and its signal aborted, whether
 * or not it heeds that.
 * @throws `TIMEOUT`, `CLOSED` or what the work threw.
 */
export async function withinLoadTimeout<Result>(
  { capabilities }: AnyProvider,
  { clock, closed }: CacheContext,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  // Whoever waited for another load learns only here that the app has closed meanwhile.
  closed.throwIfAborted();
  const abort = new AbortController();
  const seconds = capabilities?.loadTimeout ?? defaultLoadTimeout;
  const patience = startPatience(clock, seconds * 1000, closed);
  try {
    const result = await patience.waitFor(work(abort.signal));
    if (result !== over) return result;
    throw new PromptError('TIMEOUT', `the source gave no answer within ${seconds} s`);
  } catch (error) {
    abort.abort(error);
    throw error;
  } finally {
    patience.end();
  }
}
