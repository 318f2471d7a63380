import type { Clock, Prompts } from '@prompts/core';
import { followHostTexts } from './follow-host-texts.ts';
import { fromPrompt, type HostTemplate } from './host-template.ts';

/**
 * Keeps the prompts of an existing host up to date: registers what is loaded now, and each change. If a source fails, or a text
 * can't be written for the host, the host keeps the last good one.
 * @param manager The host's own prompt manager.
 * @param options `clock`: for tests.
 * @returns The function that ends it. `prompts.close()` ends it, too.
 * @example
 * ```ts
 * const unbind = bindPromptManager(prompts, host.promptManager);
 * ```
 */
export function bindPromptManager(
  prompts: Prompts,
  manager: { registerPrompt(template: HostTemplate): void },
  { clock }: { readonly clock?: Clock | undefined } = {},
): () => void {
  return followHostTexts(
    prompts,
    (name, prompt, text) => manager.registerPrompt(fromPrompt(name, prompt, text)),
    clock,
  );
}
