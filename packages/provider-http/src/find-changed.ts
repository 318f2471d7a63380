import type { KnownVersion, LoadContext, PromptTemplate } from '@prompts/core';
import { mapBounded } from '@prompts/provider-kit';

/** Requests under way at once. */
const concurrentRequests = 32;

/**
 * Asks for each entry, conditionally, whether it changed.
 * @param ask Gives `context.previous` itself where nothing changed.
 * @param patience Milliseconds for all. Who has not answered by then can't be told, and is among the results: one source that
 * hangs must not hold up the others.
 * @returns indexes of the entries that changed or can't be told.
 */
export async function findChanged<Config>(
  entries: readonly KnownVersion<Config>[],
  ask: (config: Config, context: LoadContext & { readonly previous: PromptTemplate }) => Promise<PromptTemplate>,
  { context, patience }: { readonly context: LoadContext; readonly patience: number },
): Promise<number[]> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(patience)]);
  const isSame = await mapBounded(entries, concurrentRequests, async ({ config, template }) => {
    try {
      const { content } = await ask(config, { ...context, signal, previous: template });
      return content === template.content;
    } catch {
      context.signal.throwIfAborted();
      return false;
    }
  });
  return isSame.flatMap((same, index) => (same ? [] : [index]));
}
