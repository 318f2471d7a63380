import { fromThrown } from '../errors/from-thrown.ts';
import { guarded } from '../events/emitter.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import type { Loader } from './loader.ts';
import type { Source } from './source.ts';

/** Has providers that can watch tell of changes, and reloads what they name. */
export class Watcher {
  readonly #context: CacheContext;
  readonly #watches: Promise<AsyncDisposable | undefined>[];

  constructor(catalogue: Catalogue, loader: Loader, context: CacheContext) {
    this.#context = context;
    const groups = Map.groupBy(catalogue.sources, ({ address }) => address.group);
    this.#watches = [...groups.values()].map((sources) => this.#watch(sources, loader));
  }

  async close(): Promise<void> {
    for (const watch of await Promise.all(this.#watches)) {
      if (watch !== undefined) guarded(this.#context.logger, 'ending a watch', () => watch[Symbol.asyncDispose]());
    }
  }

  async #watch(sources: readonly Source[], loader: Loader): Promise<AsyncDisposable | undefined> {
    const { closed: signal, logger } = this.#context;
    const provider = sources[0]?.address.provider;
    const configs = sources.map(({ address }) => address.config);
    const onChange = (indexes: readonly number[]) => {
      if (signal.aborted) return;
      for (const index of indexes) {
        const source = sources[index];
        if (source !== undefined) void loader.reload(source, { changed: true });
      }
    };
    try {
      return await provider?.watch?.(configs, onChange, { signal, logger });
    } catch (thrown) {
      // Without a watch the TTL still brings every change.
      const { message } = fromThrown(thrown, { provider: provider?.name ?? '', config: configs });
      logger.warn(`@prompts: provider '${provider?.name}' can't watch its sources: ${message}`);
      return undefined;
    }
  }
}
