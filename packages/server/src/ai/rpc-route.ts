import type { Logger } from '@prompts/core';
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import * as z from 'zod';
import { HttpError, toErrorAnswer } from '../http/http-error.ts';
import { checkJson, readJson } from '../http/read-json.ts';
import { renderOrRefuse } from '../http/render-or-refuse.ts';
import type { ServedPrompts } from '../served-prompts.ts';
import { type ModelCalls, requireModel } from './model-calls.ts';

const idSchema = z.union([z.string(), z.number(), z.null()]).default(null);
const requestSchema = z.object({ id: idSchema, method: z.string(), params: z.unknown().optional() });
const paramsSchema = z.looseObject({
  content: z.string(),
  promptId: z.string().nullish(),
  promptContext: z.record(z.string(), z.unknown()).nullish(),
  systemPrompt: z.string().nullish(),
  options: z
    .looseObject({ maxTokens: z.int().positive().optional(), temperature: z.number().min(0).max(2).optional() })
    .default({}),
});

/** The codes of JSON-RPC 2.0, section 5.1. */
const rpcCodes: Record<string, number> = {
  NOT_JSON: -32700,
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  BAD_REQUEST: -32602,
};
/** For everything else: the first code that is free for servers. */
const serverErrorCode = -32000;

/** `executeAIRequest` by JSON-RPC 2.0, as the existing hosts offer it. The content of a request is never read as a template. */
export function rpcRoute(served: ServedPrompts, model: ModelCalls | undefined, logger: Logger): Hono {
  const app = new Hono();

  async function execute(given: unknown, signal: AbortSignal): Promise<object> {
    const params = checkJson(given, paramsSchema);
    const calls = requireModel(model);
    const { content, promptId, systemPrompt, options } = params;
    const prompt = typeof promptId === 'string' ? await served.get(promptId, { signal }) : undefined;
    const system = prompt ? renderOrRefuse(prompt, params.promptContext ?? {}) : systemPrompt;
    if (typeof system !== 'string') {
      throw new HttpError(400, 'BAD_REQUEST', 'the request needs promptId or systemPrompt');
    }
    const { maxTokens: maxOutputTokens, temperature } = options;
    const { text, finishReason, usage } = await calls.generate({
      system: [system],
      messages: [{ role: 'user', content }],
      signal,
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
      ...(temperature === undefined ? {} : { temperature }),
    });
    const origin = prompt && { name: prompt.name, version: prompt.version, hash: prompt.hash };
    return { content: text, usage, model: calls.modelId, finishReason, prompt: origin };
  }

  app.post('/rpc', async (context) => {
    let id: string | number | null = null;
    try {
      const { data: request } = requestSchema.safeParse(await readJson(context.req.raw));
      if (!request)
        throw new HttpError(400, 'INVALID_REQUEST', 'the body is not a JSON-RPC request: it needs method and params');
      id = request.id;
      if (request.method !== 'executeAIRequest') {
        throw new HttpError(404, 'METHOD_NOT_FOUND', `there is no method '${request.method}': use executeAIRequest`);
      }
      const result = await execute(request.params, context.req.raw.signal);
      return context.json({ jsonrpc: '2.0', id, result });
    } catch (error) {
      const { status, code, message, headers } = toErrorAnswer(error, logger);
      const rpcError = { code: rpcCodes[code] ?? serverErrorCode, message, data: { code } };
      return context.json({ jsonrpc: '2.0', id, error: rpcError }, status as ContentfulStatusCode, headers);
    }
  });
  return app;
}
