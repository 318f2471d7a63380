import { PromptError, type PromptErrorOptions } from './prompt-error.ts';
import { scrub } from './scrub.ts';

/**
 * Makes an error of ours from whatever a provider, a hook or an SDK threw. Only its message survives, without secrets:
 * errors of SDKs carry requests, headers and bodies. A plain Error counts as `UNAVAILABLE`.
 */
export function fromThrown(thrown: unknown, about: { provider: string; config: unknown }): PromptError {
  const { provider, config } = about;
  if (PromptError.isInstance(thrown)) return copy(thrown, scrub(thrown.message, config), { provider });
  const message = thrown instanceof Error ? thrown.message : 'threw something that is no Error';
  const code = codeOf(thrown) ?? codeOf((thrown as Error | undefined)?.cause);
  const detail = code !== undefined && !message.includes(code) ? ` (${code})` : '';
  return new PromptError('UNAVAILABLE', scrub(`${message || 'failed without a message'}${detail}`, config), {
    provider,
  });
}

/** The same error, naming the prompt it is about. */
export function forPrompt(error: PromptError, prompt: string, provider: string): PromptError {
  if (error.prompt === prompt) return error;
  const message = error.message.includes(`'${prompt}'`)
    ? error.message
    : `Prompt '${prompt}' (${provider}): ${error.message}`;
  return copy(error, message, { provider: error.provider ?? provider, prompt });
}

function copy(error: PromptError, message: string, more: PromptErrorOptions): PromptError {
  const { retryable, retryAfter, provider, prompt, issues } = error;
  return new PromptError(error.code, message, {
    retryable,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(provider !== undefined && { provider }),
    ...(prompt !== undefined && { prompt }),
    ...(issues !== undefined && { issues }),
    ...more,
  });
}

/** A system error's name, such as `ECONNREFUSED`. */
function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
