import { PromptError, type PromptErrorCode } from '@prompts/core';

/**
 * Creates an error of this provider.
 * @param options `retryAfter`: the seconds to wait before the next request.
 */
export function gdocsError(
  code: PromptErrorCode,
  message: string,
  options: { readonly retryAfter?: number | undefined; readonly retryable?: boolean } = {},
): PromptError {
  return new PromptError(code, message, { provider: 'gdocs', ...options });
}
