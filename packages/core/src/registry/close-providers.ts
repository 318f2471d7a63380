import { guarded } from '../events/emitter.ts';
import type { Logger } from '../logger.ts';
import type { AnyProvider } from '../provider/provider.ts';

/** Closes every provider. One that fails at it is reported and holds up nobody. */
export async function closeProviders(providers: ReadonlyMap<string, AnyProvider>, logger: Logger): Promise<void> {
  const closings = Array.from(providers.values(), (provider) =>
    guarded(logger, 'a provider failed to close', () => provider.close?.()),
  );
  await Promise.all(closings);
}
