import { PromptError, type PromptErrorCode } from '@prompts/core';

/**
 * Creates an error of this provider.
 * @param options `retryAfter`: the seconds to wait before the next request.
 */
export function confluenceError(
  code: PromptErrorCode,
  message: string,
  options: { readonly retryAfter?: number } = {},
): PromptError {
  return new PromptError(code, message, { provider: 'confluence', ...options });
}
