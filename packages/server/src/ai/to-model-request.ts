import type { ModelMessage } from 'ai';
import type { ChatRequest } from './chat-schema.ts';
import type { ModelRequest } from './model-calls.ts';

/**
 * Translates a chat completion.
 * @param prompt The rendered prompt: it precedes the system messages of the request.
 */
export function toModelRequest(request: ChatRequest, prompt: string | undefined, signal: AbortSignal): ModelRequest {
  const system = request.messages.flatMap(({ role, content }) =>
    role === 'system' || role === 'developer' ? textOf(content as string | TextPart[]) : [],
  );
  return {
    system: prompt === undefined ? system : [prompt, ...system],
    messages: request.messages.flatMap(toMessage),
    signal,
    ...settingsOf(request),
  };
}

type TextPart = { readonly text: string };

function textOf(content: string | readonly TextPart[]): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('');
}

function toMessage(message: ChatRequest['messages'][number]): ModelMessage | [] {
  if (message.role === 'assistant') return { role: 'assistant', content: textOf(message.content) };
  if (message.role !== 'user') return [];
  const { content } = message;
  if (typeof content === 'string') return { role: 'user', content };
  return {
    role: 'user',
    content: content.map((part) =>
      part.type === 'text' ? part : { type: 'image', image: new URL(part.image_url.url) },
    ),
  };
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
