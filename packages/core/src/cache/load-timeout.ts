import { PromptError } from '../errors/prompt-error.ts';
import type { AnyProvider, LoadContext } from '../provider/provider.ts';
import type { CacheContext } from './context.ts';
import { over, withPatience } from './patience.ts';

/** Seconds a load may take where the provider's capabilities don't say. */
const defaultLoadTimeout = 30;

/**
 * Asks a provider for a list within its limit: at its end, or on `close()`, the work is given up and its signal aborted,
 * whether or not it heeds that.
 * @throws `TIMEOUT`, `CLOSED`, what the work threw, or `UNAVAILABLE` for what is no list: a provider may be anybody's.
 */
export async function withinLoadTimeout<Item>(
  { capabilities }: Pick<AnyProvider, 'capabilities'>,
  { clock, closed, logger }: CacheContext,
  work: (load: LoadContext) => Promise<readonly Item[] | undefined>,
): Promise<readonly Item[]> {
  // Whoever waited for another load learns only here that the app has closed meanwhile.
  closed.throwIfAborted();
  const abort = new AbortController();
  const seconds = capabilities?.loadTimeout ?? defaultLoadTimeout;
  try {
    const answer = await withPatience(clock, seconds * 1000, closed, (patience) =>
      patience(work({ signal: abort.signal, logger })),
    );
    if (answer === over) throw new PromptError('TIMEOUT', `the source gave no answer in ${seconds} s`);
    if (!Array.isArray(answer)) throw new PromptError('UNAVAILABLE', 'the provider gave no list');
    return answer;
  } catch (error) {
    abort.abort(error);
    throw error;
  }
}
