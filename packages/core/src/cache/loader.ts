import { runInMicrotask } from '../time/run-in-microtask.ts';
import type { CacheContext } from './context.ts';
import { requestFacts } from './describe.ts';
import { loadBatch } from './load-batch.ts';
import type { Source } from './model.ts';

/**
 * Creates the function that loads a source. Sources of one group that are to be loaded in the same turn of the event loop
 * are loaded together, so that a thousand prompts of one repository cost a few calls.
 */
export function createLoader(context: CacheContext): (source: Source) => void {
  const waitingByGroup = new Map<string, [Source, ...Source[]]>();
  return (source) => {
    const { group } = source.address;
    const waiting = waitingByGroup.get(group);
    if (waiting) {
      waiting.push(source);
      return;
    }
    const batch: [Source, ...Source[]] = [source];
    waitingByGroup.set(group, batch);
    const loading = runInMicrotask(async () => {
      waitingByGroup.delete(group);
      await (context.persistence?.loadTexts(batch) ?? loadBatch(batch, context));
      await requestFacts(batch, context);
    });
    context.waitUntil(loading);
  };
}
