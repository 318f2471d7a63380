import type { PromptStatus, PromptSummary } from '../status.ts';
import type { Catalogue } from './catalogue.ts';
import { errorOf, servablePrompt } from './model.ts';

/** Summarises every prompt, and each collection that was not listed yet. */
export function summarisePrompts({ items }: Catalogue): (PromptSummary & PromptStatus)[] {
  return items
    .filter((item) => item.slot || !item.listing)
    .map((item) => {
      const { name, entry } = item;
      const error = errorOf(item);
      const prompt = item.slot && servablePrompt(item);
      return {
        name,
        provider: entry.provider,
        version: prompt?.version,
        uri: prompt?.uri,
        state: prompt?.state ?? (error ? 'failed' : 'loading'),
        fetchedAt: prompt?.fetchedAt,
        metadata: (prompt ?? entry).metadata,
        error,
      };
    });
}
