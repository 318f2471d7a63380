import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { HttpError } from '../http/http-error.ts';
import { checkJson, readJson } from '../http/read-json.ts';
import { renderOrRefuse } from '../http/render-or-refuse.ts';
import type { ServedPrompts } from '../served-prompts.ts';
import { chatSchema } from './chat-schema.ts';
import { type ModelCalls, type ModelUsage, requireModel } from './model-calls.ts';
import { toModelRequest } from './to-model-request.ts';

/**
 * OpenAI's chat completions, with `prompt: { name, variables }` as the system message:
 * https://platform.openai.com/docs/api-reference/chat. The content of messages is never read as a template.
 */
export function chatRoute(served: ServedPrompts, model: ModelCalls | undefined): Hono {
  const app = new Hono();
  app.post('/v1/chat/completions', async (context) => {
    const { signal } = context.req.raw;
    const request = checkJson(await readJson(context.req.raw), chatSchema);
    const calls = requireModel(model);
    const prompt = request.prompt && (await served.get(request.prompt.name, { signal }));
    const text = prompt ? renderOrRefuse(prompt, request.prompt?.variables ?? {}) : undefined;
    const modelRequest = toModelRequest(request, text, signal);
    const common = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: calls.modelId };
    if (!request.stream) {
      const { text: content, finishReason, usage } = await calls.generate(modelRequest);
      const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: toFinishReason(finishReason) };
      return context.json({ ...common, object: 'chat.completion', choices: [choice], usage: toUsage(usage) });
    }
    const parts = await calls.stream(modelRequest);
    return streamSSE(context, async (stream) => {
      const send = (chunk: object) =>
        stream.writeSSE({ data: JSON.stringify({ ...common, object: 'chat.completion.chunk', ...chunk }) });
      const choice = (delta: object, finish: string | null = null) => [{ index: 0, delta, finish_reason: finish }];
      await send({ choices: choice({ role: 'assistant', content: '' }) });
      try {
        for await (const part of parts) {
          if ('text' in part) {
            await send({ choices: choice({ content: part.text }) });
            continue;
          }
          await send({ choices: choice({}, toFinishReason(part.finishReason)) });
          if (request.stream_options?.include_usage) await send({ choices: [], usage: toUsage(part.usage) });
        }
        await stream.writeSSE({ data: '[DONE]' });
      } catch (error) {
        // The status is sent already. Clients of OpenAI throw what they find here.
        const { code, message } = error as HttpError;
        await stream.writeSSE({ data: JSON.stringify({ error: { code, message } }) });
      }
    });
  });
  return app;
}

function toFinishReason(reason: string): string {
  const reasons: Record<string, string> = {
    length: 'length',
    'content-filter': 'content_filter',
    'tool-calls': 'tool_calls',
  };
  return reasons[reason] ?? 'stop';
}

function toUsage({
  promptTokens = 0,
  completionTokens = 0,
  totalTokens = promptTokens + completionTokens,
}: ModelUsage): object {
  return { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: totalTokens };
}
