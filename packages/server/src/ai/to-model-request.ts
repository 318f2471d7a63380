import type { ModelMessage } from 'ai';
import type { ChatRequest } from './chat-schema.ts';
import type { ModelRequest } from './model-calls.ts';

/**
 * Translates a chat completion.
 * @param prompt The rendered prompt: it precedes the system messages of the request.
 */
export function toModelRequest(request: ChatRequest, prompt: string | undefined, signal: AbortSignal): ModelRequest {
  const system = prompt === undefined ? [] : [prompt];
  const messages: ModelMessage[] = [];
  for (const { role, content } of request.messages) {
    if (role === 'user' || role === 'assistant') messages.push({ role, content });
    else system.push(content);
  }
  return { system, messages, signal, ...settingsOf(request) };
}

function settingsOf(request: ChatRequest): Partial<ModelRequest> {
  const { stop } = request;
  const settings = {
    temperature: request.temperature,
    topP: request.top_p,
    maxOutputTokens: request.max_completion_tokens ?? request.max_tokens,
    presencePenalty: request.presence_penalty,
    frequencyPenalty: request.frequency_penalty,
    seed: request.seed,
    stopSequences: typeof stop === 'string' ? [stop] : stop,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null && value !== undefined));
}
