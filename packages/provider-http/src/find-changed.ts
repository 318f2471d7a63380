import type { KnownVersion, LoadContext, PromptTemplate } from '@prompts/core';
import { mapBounded } from '@prompts/provider-kit';

const maxConcurrentRequests = 32;

/**
 * Checks entries for changes with one request each.
 * @param refresh Returns `context.previous` itself if nothing changed.
 * @param timeoutMs The time for all requests. Entries without a response by then count as changed, so that one source that
 * hangs does not delay the others.
 * @returns The indexes of the entries that changed or could not be checked.
 * @throws The reason of the context's signal.
 */
export async function findChanged<Config>(
  entries: readonly KnownVersion<Config>[],
  refresh: (config: Config, context: LoadContext & { readonly previous: PromptTemplate }) => Promise<PromptTemplate>,
  { context, timeoutMs }: { readonly context: LoadContext; readonly timeoutMs: number },
): Promise<number[]> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(timeoutMs)]);
  const isUnchanged = await mapBounded(entries, maxConcurrentRequests, async ({ config, template }) => {
    try {
      const { content } = await refresh(config, { ...context, signal, previous: template });
      return content === template.content;
    } catch {
      context.signal.throwIfAborted();
      return false;
    }
  });
  return isUnchanged.flatMap((unchanged, index) => (unchanged ? [] : [index]));
}
