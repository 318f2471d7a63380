import type { PromptsStatus } from '@prompts/core';

/**
 * Returns the required entries that have no text from their source: nothing, or only a fallback.
 * @param required The names of prompts and collections. A collection is ready once it was listed.
 */
export function findUnready(required: readonly string[], { prompts }: PromptsStatus): string[] {
  const states = new Map(prompts.map(({ name, state }) => [name, state]));
  return required.filter((name) => {
    const state = states.get(name);
    if (state === undefined) return !name.endsWith('/*');
    return state !== 'fresh' && state !== 'stale';
  });
}
