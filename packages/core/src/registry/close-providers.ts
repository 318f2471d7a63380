import type { Logger } from '../logger.ts';
import type { AnyProvider } from '../provider/provider.ts';

/** Closes every provider. One that fails at it is reported and holds up nobody. */
export async function closeProviders(providers: ReadonlyMap<string, AnyProvider>, logger: Logger): Promise<void> {
  const closings = [...providers.values()].map(async (provider) => provider.close?.());
  for (const result of await Promise.allSettled(closings)) {
    if (result.status === 'rejected') logger.warn('@prompts: a provider failed to close');
  }
}
