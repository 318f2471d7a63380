import type { Prompt } from '@prompts/core';
import { loadOpenTelemetryApi } from './load-api.ts';
import { attributes } from './names.ts';

/**
 * Puts the name, version and hash of a prompt onto the active span, and calls a function. Without an active span, or without
 * `@opentelemetry/api`, it only calls the function.
 * @param prompt A prompt as `get` or `peek` returns it.
 * @param call The call of the model. It may be asynchronous.
 * @returns What `call` returns; it throws what `call` throws.
 * @example
 * ```ts
 * const prompt = await prompts.get('support');
 * const { text } = await withPrompt(prompt, () => generateText({ model, system: prompt.render({ name }), prompt: question }));
 * ```
 */
export function withPrompt<Result>(prompt: Pick<Prompt, 'name' | 'version' | 'hash'>, call: () => Result): Result {
  loadOpenTelemetryApi()
    ?.trace.getActiveSpan()
    ?.setAttributes({
      [attributes.promptName]: prompt.name,
      [attributes.promptVersion]: prompt.version,
      [attributes.promptHash]: prompt.hash,
    });
  return call();
}
