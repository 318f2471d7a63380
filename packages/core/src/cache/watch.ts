import { fromThrown } from '../errors/from-thrown.ts';
import { guarded } from '../events/emitter.ts';
import type { Catalogue, SourceGroup } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import { Source } from './source.ts';

/** Has providers that can watch tell of changes, and reloads what they name. @returns the way to end it. */
export function watch({ groups }: Catalogue, context: CacheContext): () => Promise<unknown> {
  const { closed: signal, logger } = context;
  const begun: AsyncDisposable[] = [];
  for (const group of groups) void begin(group);
  return () => Promise.all(begun.map(end));

  async function begin(group: SourceGroup): Promise<void> {
    const { provider } = group[0].address;
    const configs = group.map(({ address }) => address.config);
    const onChange = (indexes: readonly number[]) => {
      for (const index of indexes) void reload(group[index]);
    };
    try {
      const started = await provider.watch?.(configs, onChange, { signal, logger });
      if (!started) return;
      // One that begins too late must not hold up closing.
      if (signal.aborted) await end(started);
      else begun.push(started);
    } catch (thrown) {
      // Without a watch the TTL still brings every change.
      logger.warn(`@prompts: no watch: ${fromThrown(thrown, provider.name, configs).message}`);
    }
  }

  async function reload(changed: SourceGroup[number] | undefined): Promise<void> {
    await changed?.running;
    if (signal.aborted) return;
    if (changed instanceof Source) changed.isKnownToDiffer = true;
    void changed?.ask(true);
  }

  function end(watch: AsyncDisposable): Promise<void> {
    return guarded(logger, 'a watch failed to close', () => watch[Symbol.asyncDispose]());
  }
}
