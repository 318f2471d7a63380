import type { Lister } from '../collections/lister.ts';
import { fromThrown } from '../errors/from-thrown.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import type { Loader } from './loader.ts';
import type { SourceAddress } from './source.ts';

/** Something that a provider may watch, and what to do when it changed. */
interface Watched {
  readonly address: SourceAddress;
  readonly onChange: () => void;
}

/** Has providers that can watch tell of changes, and reloads what they name. @returns the way to end it. */
export function watch(
  { sources, collections }: Catalogue,
  { loader, lister }: { readonly loader: Loader; readonly lister: Lister },
  context: CacheContext,
): () => Promise<void> {
  const watched: Watched[] = [
    ...Array.from(sources.values(), (source) => ({
      address: source.address,
      onChange: () => void loader.reload(source, { changed: true }),
    })),
    ...collections.map((collection) => ({
      address: collection.parts.address,
      onChange: () => void lister.relist(collection),
    })),
  ];
  const groups = Map.groupBy(watched, ({ address }) => address.group);
  const { closed, logger } = context;
  const begun: AsyncDisposable[] = [];
  for (const group of groups.values()) void begin(group as [Watched, ...Watched[]]);
  return async () => {
    await Promise.all(begun.map(end));
  };

  async function begin(group: readonly [Watched, ...Watched[]]): Promise<void> {
    const started = await watchGroup(group, context);
    if (!started) return;
    // One that begins too late must not hold up closing.
    if (closed.aborted) await end(started);
    else begun.push(started);
  }

  async function end(watch: AsyncDisposable): Promise<void> {
    try {
      await watch[Symbol.asyncDispose]();
    } catch {
      logger.warn('@prompts: a watch failed to end');
    }
  }
}

async function watchGroup(
  group: readonly [Watched, ...Watched[]],
  { closed: signal, logger }: CacheContext,
): Promise<AsyncDisposable | undefined> {
  const { provider } = group[0].address;
  const configs = group.map(({ address }) => address.config);
  const onChange = (indexes: readonly number[]) => {
    if (signal.aborted) return;
    for (const index of indexes) group[index]?.onChange();
  };
  try {
    return await provider.watch?.(configs, onChange, { signal, logger });
  } catch (thrown) {
    // Without a watch the TTL still brings every change.
    logger.warn(`@prompts: no watch: ${fromThrown(thrown, { provider: provider.name, config: configs }).message}`);
    return undefined;
  }
}
