import type { PromptStatus, PromptSummary } from '../status.ts';
import type { Catalogue } from './catalogue.ts';
import { errorOf } from './model.ts';

/** Summarises every prompt, and each collection that was not listed yet. */
export function summarisePrompts({ entries }: Catalogue): (PromptSummary & PromptStatus)[] {
  return entries
    .filter((entry) => entry.slot || !entry.listing)
    .map((catalogueEntry) => {
      const { name, entry, slot, fallback } = catalogueEntry;
      const error = errorOf(catalogueEntry);
      const prompt = slot?.current ?? (error && fallback);
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
