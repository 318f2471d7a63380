import type { Prompt, PromptSummary, Prompts } from '@prompts/core';
import type { RegisteredPrompt } from './host/registered-prompt.ts';

/** The prompts as the routes of the server read them. */
export interface ServedPrompts {
  /** @throws what `prompts.get` does. */
  get(name: string, signal: AbortSignal): Promise<Prompt>;
  list(): PromptSummary[];
}

/** @param registered The templates of `promptManager.registerPrompt`, which take precedence. */
export function servePrompts(prompts: Prompts, registered: ReadonlyMap<string, RegisteredPrompt>): ServedPrompts {
  return {
    get: async (name, signal) => registered.get(name)?.prompt ?? prompts.get(name, { signal }),
    list: () => [
      ...prompts.list().filter(({ name }) => !registered.has(name)),
      ...Array.from(registered.values(), ({ prompt }) => {
        const { name, provider, version, uri, state, fetchedAt, metadata } = prompt;
        return { name, provider, version, uri, state, fetchedAt, metadata };
      }),
    ],
  };
}
