import type { Prompt, PromptSummary, Prompts } from '@prompts/core';
import type { Host } from './host/create-host.ts';
import { toHostPrompt } from './host/host-prompt.ts';

/** The prompts as the routes of the server read them. */
export interface ServedPrompts {
  /** @throws what `prompts.get` does. */
  get(name: string, request: { readonly signal: AbortSignal }): Promise<Prompt>;
  list(): PromptSummary[];
}

/** The texts of the existing hosts are filled in as these do, and the templates of `registerPrompt` take precedence. */
export function servePrompts(prompts: Prompts, { registered, isHostText }: Host): ServedPrompts {
  /** A prompt never changes: each text is another object. */
  const served = new WeakMap<Prompt, Prompt>();

  function serve(prompt: Prompt): Prompt {
    let result = served.get(prompt);
    if (result === undefined) {
      result = isHostText(prompt) ? toHostPrompt(prompt) : prompt;
      served.set(prompt, result);
    }
    return result;
  }

  return {
    get: async (name, request) => registered.get(name)?.prompt ?? serve(await prompts.get(name, request)),
    list: () => [
      ...prompts.list().filter(({ name }) => !registered.has(name)),
      ...Array.from(registered.values(), ({ prompt }) => {
        const { name, provider, version, uri, state, fetchedAt, metadata } = prompt;
        return { name, provider, version, uri, state, fetchedAt, metadata };
      }),
    ],
  };
}
