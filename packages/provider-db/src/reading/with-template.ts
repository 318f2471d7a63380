import { type ListedPrompt, PromptError, type PromptTemplate } from '@prompts/core';
import { catchPromptError } from './catch-prompt-error.ts';

/** Adds a template to a listed prompt, unless its row is invalid: loading the prompt on its own reports that error. */
export function withTemplate<Config>(
  listed: ListedPrompt<Config>,
  parseTemplate: () => PromptTemplate,
): ListedPrompt<Config> {
  const template = catchPromptError(parseTemplate);
  return PromptError.isInstance(template) ? listed : { ...listed, template };
}
