import { type Logger, PromptError } from '@prompts/core';
import type { LanguageModel as AIModel, LanguageModelCallOptions, ModelMessage } from 'ai';
import { HttpError } from '../http/http-error.ts';
import type { LanguageModel } from '../options.ts';

/** The errors of the AI SDK whose messages repeat what was sent or received. */
const messagesWithBody = new Set(
  ['InvalidPrompt', 'InvalidResponseData', 'JSONParse', 'TypeValidation'].map((name) => `AI_${name}Error`),
);

/** A request to the model. */
export interface ModelRequest extends LanguageModelCallOptions {
  /** The system messages, in order. */
  readonly system: readonly string[];
  readonly messages: ModelMessage[];
  readonly signal: AbortSignal;
}

/** How many tokens a request took. Undefined if the model does not say. */
export interface ModelUsage {
  readonly promptTokens: number | undefined;
  readonly completionTokens: number | undefined;
  readonly totalTokens: number | undefined;
}

/** Calls of the configured model. They throw HttpError 502 if it fails, and 429 if its rate limit is reached. */
export interface ModelCalls {
  readonly modelId: string;
  generate(request: ModelRequest): Promise<{ text: string; finishReason: string; usage: ModelUsage }>;
  /** Yields pieces of the text, then why it ended and what it took. Resolves once the model has begun to answer. */
  stream(
    request: ModelRequest,
  ): Promise<AsyncGenerator<{ text: string } | { finishReason: string; usage: ModelUsage }>>;
}

/** @throws PromptError `CONFIG_INVALID` if the AI SDK is not installed. */
export async function createModelCalls(model: LanguageModel, logger: Logger): Promise<ModelCalls> {
  const { generateText, streamText } = await import('ai').catch(() => {
    throw new PromptError('CONFIG_INVALID', 'model needs the AI SDK: run npm install ai');
  });

  const optionsOf = ({ system, messages, signal, ...settings }: ModelRequest) => ({
    model: model as AIModel,
    instructions: system.map((content) => ({ role: 'system' as const, content })),
    messages,
    abortSignal: signal,
    ...settings,
  });

  /** The client learns nothing of the error, and the log nothing of bodies. */
  function toHttpError(error: unknown, signal: AbortSignal): HttpError {
    const last = (error as { lastError?: unknown }).lastError ?? error;
    const { name = '', message, statusCode } = last as { name?: string; message?: string; statusCode?: number };
    const reason = messagesWithBody.has(name) ? name : message;
    if (!signal.aborted) logger.error(`@prompts/server: the model failed: ${reason}`);
    if (statusCode === 429)
      return new HttpError(429, 'RATE_LIMITED', "the model's rate limit is reached: try again later");
    return new HttpError(502, 'MODEL_FAILED', "the model failed: see the server's log");
  }

  return {
    modelId: typeof model === 'string' ? model : model.modelId,
    async generate(request) {
      try {
        const { text, finishReason, usage } = await generateText(optionsOf(request));
        return { text, finishReason, usage: usageOf(usage) };
      } catch (error) {
        throw toHttpError(error, request.signal);
      }
    },
    async stream(request) {
      const { stream } = streamText({ ...optionsOf(request), onError: () => {} });
      const parts = textsOf(stream, (error) => toHttpError(error, request.signal));
      const first = await parts.next();
      return (async function* () {
        if (!first.done) yield first.value;
        yield* parts;
      })();
    },
  };
}

/** @throws HttpError 501 if no model is configured. */
export function requireModel(model: ModelCalls | undefined): ModelCalls {
  if (model) return model;
  throw new HttpError(501, 'NOT_IMPLEMENTED', 'no model is configured: set model in createAIServerAsync');
}

type StreamPart =
  | { type: 'text-delta'; text: string }
  | { type: 'finish'; finishReason: string; totalUsage: Parameters<typeof usageOf>[0] }
  | { type: 'error'; error: unknown };

async function* textsOf(stream: AsyncIterable<{ type: string }>, toHttpError: (error: unknown) => HttpError) {
  for await (const part of stream as AsyncIterable<StreamPart>) {
    if (part.type === 'error') throw toHttpError(part.error);
    if (part.type === 'text-delta') yield { text: part.text };
    if (part.type === 'finish') yield { finishReason: part.finishReason, usage: usageOf(part.totalUsage) };
  }
}

function usageOf(usage: {
  inputTokens?: number | undefined;
  outputTokens?: number | undefined;
  totalTokens?: number | undefined;
}): ModelUsage {
  return { promptTokens: usage.inputTokens, completionTokens: usage.outputTokens, totalTokens: usage.totalTokens };
}
