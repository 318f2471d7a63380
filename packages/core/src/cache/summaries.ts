import type { PromptSummary } from '../prompts.ts';
import type { PromptStatus } from '../status.ts';
import type { Catalogue } from './catalogue.ts';

/** Every prompt by name, and each collection that has no listing yet. */
export function summarise({ prompts, collections }: Catalogue): (PromptSummary & PromptStatus)[] {
  const known = Array.from(prompts.values(), ({ name, entry, slot: { current, error }, fallback }) => {
    return { name, entry, error, prompt: current ?? (error && fallback) };
  });
  const unlisted = collections
    .filter(({ listing }) => !listing)
    .map(({ name, entry, error }) => ({ name, entry, error, prompt: undefined }));
  return [...known, ...unlisted].map(({ name, entry, error, prompt }) => ({
    name,
    provider: entry.provider,
    version: prompt?.version,
    uri: prompt?.uri,
    state: prompt?.state ?? (error === undefined ? 'loading' : 'failed'),
    fetchedAt: prompt?.fetchedAt,
    metadata: (prompt ?? entry).metadata,
    error,
  }));
}
