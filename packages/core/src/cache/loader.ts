import { loadBatch } from './batch.ts';
import type { CacheContext } from './context.ts';
import { describeLater } from './describe.ts';
import type { Source } from './source.ts';

/**
 * @returns what loads a source. Whatever is to be loaded in the same turn of the event loop and shares a group goes out
 * together, so that a thousand prompts of one repository cost a few calls.
 */
export function createLoader(context: CacheContext): (source: Source) => void {
  const waiting = new Map<string, [Source, ...Source[]]>();
  return (source) => {
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
      await (context.tiers?.loadTexts(sources) ?? loadBatch(sources, context));
      await describeLater(sources, context);
    });
  };
}
