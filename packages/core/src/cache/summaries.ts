import type { PromptSummary } from '../prompts.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { Catalogue } from './catalogue.ts';

/** Every prompt by name, and each collection that has no listing yet. */
export function summarise({ prompts, collections }: Catalogue): PromptSummary[] {
  const unlisted = collections.filter(({ listing }) => listing === undefined);
  return [
    ...Array.from(prompts.values(), summaryOf),
    ...unlisted.map(({ name, parts: { entry }, flight }) => summary({ name, entry, error: flight.error })),
  ];
}

function summaryOf({ name, entry, slot: { current, error }, fallback }: CachedPrompt): PromptSummary {
  return summary({ name, entry, error, prompt: current ?? (error && fallback) });
}

function summary(of: Pick<CachedPrompt, 'name' | 'entry'> & Partial<Pick<CachedPrompt['slot'], 'prompt' | 'error'>>) {
  const { name, entry, error, prompt } = of;
  return {
    name,
    provider: entry.provider,
    version: prompt?.version,
    uri: prompt?.uri,
    state: prompt?.state ?? (error === undefined ? 'loading' : 'failed'),
    fetchedAt: prompt?.fetchedAt,
    metadata: (prompt ?? entry).metadata,
  } satisfies PromptSummary;
}
