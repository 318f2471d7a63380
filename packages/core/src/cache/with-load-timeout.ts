import { PromptError } from '../errors/prompt-error.ts';
import type { LoadContext } from '../provider/load-context.ts';
import type { AnyProvider } from '../provider/provider.ts';
import { timedOut, withTimeout } from '../time/with-timeout.ts';
import type { CacheContext } from './context.ts';
import { interrupted } from './interrupted.ts';

const defaultTimeoutSeconds = 30;

/** How long after its deadline a call may end in a running process. A later end means that the process was suspended. */
const maxDelayMs = 5000;

/**
 * Calls a provider for a list, as {@link withCallTimeout} does.
 * @throws what that throws, or `UNAVAILABLE` for a result that is not a list.
 */
export function withLoadTimeout<Item>(
  provider: Pick<AnyProvider, 'capabilities'>,
  context: CacheContext,
  call: (loadContext: LoadContext) => Promise<readonly Item[] | undefined>,
): Promise<readonly Item[]> {
  return withCallTimeout(provider, context, async (loadContext) => {
    const result = await call(loadContext);
    if (Array.isArray(result)) return result;
    const message = "the provider did not return an array: report this to the provider's author";
    throw new PromptError('UNAVAILABLE', message);
  });
}

/**
 * Calls a provider or a hook, within its time limit. At its end, or on `close()`, the call is abandoned and its signal aborted,
 * whether or not that has an effect.
 * @throws `TIMEOUT`, `CLOSED`, {@link interrupted}, or what the call throws.
 */
export async function withCallTimeout<Result>(
  { capabilities }: Pick<AnyProvider, 'capabilities'>,
  { clock, closed, logger }: CacheContext,
  call: (loadContext: LoadContext) => Promise<Result>,
): Promise<Result> {
  // The app may have closed while the caller waited for another load.
  closed.throwIfAborted();
  const abort = new AbortController();
  const timeoutSeconds = capabilities?.loadTimeout ?? defaultTimeoutSeconds;
  const dueAt = clock.now() + timeoutSeconds * 1000;
  try {
    const result = await withTimeout(clock, timeoutSeconds * 1000, closed, (waitFor) =>
      waitFor(call({ signal: abort.signal, logger })),
    );
    if (clock.now() > dueAt + maxDelayMs) throw interrupted;
    if (result === timedOut) throw new PromptError('TIMEOUT', `no response within ${timeoutSeconds} s`);
    return result;
  } catch (error) {
    abort.abort(error);
    throw clock.now() > dueAt + maxDelayMs && !closed.aborted ? interrupted : error;
  }
}
