import type { SecretHolder } from './find-secrets.ts';
import { PromptError } from './prompt-error.ts';
import { scrub } from './scrub.ts';

/**
 * Converts whatever a provider, a hook or an SDK threw into a PromptError. Only its message survives, without secrets: errors
 * of SDKs carry requests, headers and bodies. A plain Error counts as `UNAVAILABLE`.
 * @param holders The addresses of the sources that the error concerns. Their secrets are removed.
 */
export function fromThrown(
  thrown: unknown,
  provider: string,
  holders: SecretHolder | readonly SecretHolder[],
): PromptError {
  try {
    if (PromptError.isInstance(thrown)) {
      const issues = thrown.issues?.map(({ path, message }) => ({ path, message: scrub(message, holders) }));
      return new PromptError(thrown.code, scrub(String(thrown.message), holders), { ...thrown, provider, issues });
    }
    const code = systemErrorCode(thrown) ?? systemErrorCode((thrown as Error | undefined)?.cause);
    const message = messageOf(thrown);
    const detail = code === undefined || message.includes(code) ? '' : ` (${code})`;
    return new PromptError('UNAVAILABLE', scrub(message + detail, holders), { provider });
  } catch {
    // It may be a proxy, or an object whose getters throw.
    return new PromptError('UNAVAILABLE', 'the value that was thrown cannot be read', { provider });
  }
}

function messageOf(thrown: unknown): string {
  const message: unknown = thrown instanceof Error ? thrown.message : undefined;
  return typeof message === 'string' && message !== '' ? message : 'an error without a message was thrown';
}

/** Returns the same error, naming the prompt or collection that it concerns. */
export function forPrompt(
  error: PromptError,
  { name: prompt, entry: { provider } }: { readonly name: string; readonly entry: { readonly provider: string } },
): PromptError {
  if (error.prompt === prompt) return error;
  const subject = error.message.includes(`'${prompt}'`) ? '' : `Prompt '${prompt}' (${provider}): `;
  return new PromptError(error.code, subject + error.message, { provider, ...error, prompt });
}

/** The code of a system error, such as `ECONNREFUSED`. */
function systemErrorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
