import { PromptError } from '../errors/prompt-error.ts';
import type { AnyProvider } from '../provider/provider.ts';
import type { CacheContext } from './context.ts';

/** Seconds a load may take where the provider's capabilities don't say. */
const defaultLoadTimeout = 30;

/**
 * Gives work with a provider its limit: at its end, or on `close()`, the signal is aborted and the work given up, whether
 * or not it heeds the signal.
 * @throws the signal's reason (`TIMEOUT`, `CLOSED`) or what the work threw.
 */
export async function withinLoadTimeout<Result>(
  provider: AnyProvider,
  { clock, closed }: CacheContext,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  const { signal } = abort;
  const givenUp = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const seconds = provider.capabilities?.loadTimeout ?? defaultLoadTimeout;
  const timer = clock.setTimeout(() => {
    abort.abort(new PromptError('TIMEOUT', `the source gave no answer within ${seconds} s`));
  }, seconds * 1000);
  const close = () => abort.abort(new PromptError('CLOSED', 'the prompts were closed while it was loading'));
  closed.addEventListener('abort', close, { once: true });
  try {
    return await Promise.race([work(signal), givenUp]);
  } finally {
    timer.cancel();
    closed.removeEventListener('abort', close);
  }
}
