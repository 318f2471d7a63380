import { PromptError } from '@prompts/core';

/** A config that doesn't suit the entry it stands in. */
export function misplaced(message: string): PromptError {
  return new PromptError('CONFIG_INVALID', message, { provider: 'db' });
}
