import { loadBatch } from './batch.ts';
import type { CacheContext } from './context.ts';
import { describeLater } from './describe.ts';
import type { Source } from './source.ts';

/**
 * Decides when a source is asked. Whatever is asked for in the same turn of the event loop and shares a group goes out
 * together, so that a thousand prompts of one repository cost a few calls.
 */
export interface Loader {
  /**
   * Starts loading a source, or joins the load under way.
   * @param how `force`: ignores the back-off. `changed`: the source is known to hold another text, so it needn't be asked whether.
   * @returns when the outcome stands; undefined while the source may not be asked.
   */
  load(source: Source, how?: { force?: boolean; changed?: boolean }): Promise<void> | undefined;
  /** Loads anew, even if a load is under way: that one may have read the source before it changed. */
  reload(source: Source, how?: { changed?: boolean }): Promise<void>;
}

export function createLoader(context: CacheContext): Loader {
  const waiting = new Map<string, [Source, ...Source[]]>();

  function enqueue(source: Source): void {
    const { group } = source.address;
    const others = waiting.get(group);
    if (others) {
      others.push(source);
      return;
    }
    const sources: [Source, ...Source[]] = [source];
    waiting.set(group, sources);
    queueMicrotask(async () => {
      waiting.delete(group);
      await loadBatch(sources, context);
      await describeLater(sources, context);
    });
  }

  const loader: Loader = {
    load(source, { force = false, changed = false } = {}) {
      if (changed) source.isKnownToDiffer = true;
      if (source.flight.takeOff(force)) enqueue(source);
      return source.flight.running;
    },
    async reload(source, how) {
      await source.flight.running;
      await loader.load(source, { ...how, force: true });
    },
  };
  return loader;
}
