import type { PromptSummary } from '../prompts.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { Catalogue } from './catalogue.ts';

/** Every prompt by name, and each collection that has no listing yet. */
export function summarise({ prompts, collections }: Catalogue): PromptSummary[] {
  const unlisted = collections.filter(({ listing }) => listing === undefined);
  return [
    ...[...prompts.values()].map(summaryOf),
    ...unlisted.map(({ name, parts: { entry }, flight }) => ({
      ...nothingLoaded,
      name,
      provider: entry.provider,
      state: flight.error === undefined ? ('loading' as const) : ('failed' as const),
      metadata: entry.metadata,
    })),
  ];
}

const nothingLoaded = { version: undefined, uri: undefined, fetchedAt: undefined };

function summaryOf({ name, entry, slot, fallback }: CachedPrompt): PromptSummary {
  const prompt = slot.current ?? (slot.error === undefined ? undefined : fallback);
  const of = { name, provider: entry.provider };
  if (prompt === undefined) {
    const state = slot.error === undefined ? 'loading' : 'failed';
    return { ...nothingLoaded, ...of, state, metadata: entry.metadata };
  }
  const { version, uri, state, fetchedAt, metadata } = prompt;
  return { ...of, version, uri, state, fetchedAt, metadata };
}
