import { PromptError } from '@prompts/core';

/** Creates the error for a host that `allowHosts` would have to name. */
export function createHostRefusal(host: string, provider: string): PromptError {
  const message = `'${host}' is not a public address. If you trust it, allow it in the provider's options: ${provider}({ allowHosts: ['${host}'] }). An entry can't allow it`;
  return new PromptError('FORBIDDEN', message, { provider, retryable: false });
}
