import { fromThrown } from '../errors/from-thrown.ts';
import { logErrors } from '../errors/log-errors.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { AnyProvider } from '../provider/provider.ts';
import { toAbortSignal } from '../time/abortable.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import { requireWebhook } from './receive-delivery.ts';

/**
 * Asks the sources of a provider to push.
 * @throws `CONFIG_INVALID` for a provider that needs no subscription, or what the provider throws.
 */
export async function subscribeToPushes(
  providerName: string,
  target: { readonly url: string; readonly secret?: string },
  { fetchables }: Catalogue,
  providers: ReadonlyMap<string, AnyProvider>,
  { closed, logger }: CacheContext,
): Promise<AsyncDisposable> {
  const adapter = requireWebhook(providerName, providers);
  if (!adapter.subscribe) {
    const message = `provider '${providerName}' needs no subscription: set up its webhook at the source`;
    throw new PromptError('CONFIG_INVALID', message, { provider: providerName });
  }
  const addresses = fetchables.map(({ address }) => address).filter((address) => address.providerName === providerName);
  const configs = addresses.map(({ config }) => config);
  try {
    const subscription = await adapter.subscribe(configs, target, { signal: toAbortSignal(closed), logger });
    const end = () => subscription[Symbol.asyncDispose]();
    const endOnClose = () =>
      void logErrors(logger, `a subscription of provider '${providerName}' failed to close`, end);
    closed.addEventListener('abort', endOnClose);
    if (closed.aborted) endOnClose();
    return {
      async [Symbol.asyncDispose]() {
        closed.removeEventListener('abort', endOnClose);
        await end();
      },
    };
  } catch (thrown) {
    throw fromThrown(thrown, providerName, [{ config: target }, ...addresses]);
  }
}
