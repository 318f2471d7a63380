import { fromThrown } from '../errors/from-thrown.ts';
import { logErrors } from '../errors/log-errors.ts';
import { toAbortSignal } from '../time/abortable.ts';
import type { Catalogue, SourceGroup } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import { invalidate } from './invalidate.ts';

/** Starts the watches of providers that have one, and reloads what they report. @returns The function that ends them. */
export function watchSources({ groups }: Catalogue, context: CacheContext): () => Promise<unknown> {
  const { closed, logger, clock } = context;
  const watches: [AsyncDisposable, string][] = [];
  for (const group of groups) void start(group);
  return () => Promise.all(watches.map(([watch, provider]) => end(watch, provider)));

  async function start(group: SourceGroup): Promise<void> {
    const { provider, providerName } = group[0].address;
    const addresses = group.map(({ address }) => address);
    const configs = addresses.map(({ config }) => config);
    const onChange = (indexes: readonly number[]) => {
      const changed = indexes.flatMap((index) => group[index] ?? []);
      void invalidate(changed, { isChangeKnown: true, saidAt: clock.now(), force: true }, context);
    };
    try {
      const watch = await provider.watch?.(configs, onChange, { signal: toAbortSignal(closed), logger });
      if (!watch) return;
      // A watch that starts after `close()` must not delay closing.
      if (closed.aborted) await end(watch, providerName);
      else watches.push([watch, providerName]);
    } catch (thrown) {
      const { message } = fromThrown(thrown, providerName, addresses);
      logger.warn(
        `@prompts: provider '${providerName}' can't watch for changes, so they are found only when the TTL expires: ${message}`,
      );
    }
  }

  function end(watch: AsyncDisposable, provider: string): Promise<void> {
    return logErrors(logger, `a watch of provider '${provider}' failed to close`, () => watch[Symbol.asyncDispose]());
  }
}
