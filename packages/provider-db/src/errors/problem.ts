import { PromptError, type PromptErrorCode } from '@prompts/core';

/** Creates an error of this provider. */
export function problem(code: PromptErrorCode, message: string): PromptError {
  return new PromptError(code, message, { provider: 'db' });
}
