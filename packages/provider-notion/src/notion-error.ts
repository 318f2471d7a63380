import { PromptError, type PromptErrorCode } from '@prompts/core';

/** Creates an error of this provider. */
export function notionError(
  code: PromptErrorCode,
  message: string,
  options: { readonly retryAfter?: number | undefined } = {},
): PromptError {
  const { retryAfter } = options;
  return new PromptError(code, message, { provider: 'notion', ...(retryAfter !== undefined && { retryAfter }) });
}
