import type { PromptSummary } from '../prompts.ts';
import type { PromptStatus } from '../status.ts';
import type { Catalogue } from './catalogue.ts';
import { errorOf } from './readable.ts';

/** Every prompt by name, and each collection that has no listing yet. */
export function summarise({ all }: Catalogue): (PromptSummary & PromptStatus)[] {
  return all
    .filter((what) => what.slot || !what.listing)
    .map((what) => {
      const { name, entry, slot, fallback } = what;
      const error = errorOf(what);
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
