import * as z from 'zod';

const textPart = z.object({ type: z.literal('text'), text: z.string() });

// No images: the AI SDK would download their URLs from inside this network.
const message = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z
    .union([z.string(), z.array(textPart)], 'must be a text, or a list of parts of type text')
    .transform((content) => (typeof content === 'string' ? content : content.map(({ text }) => text).join(''))),
});

const notSupported = 'is not supported by this server';
const unsupported = z.null(notSupported).optional();

/** What this server accepts of OpenAI's chat completions, and `prompt`. Fields that change nothing here are ignored. */
export const chatSchema = z.looseObject({
  model: z.string().nullish(),
  messages: z.array(message).min(1, 'must not be empty'),
  prompt: z.strictObject({ name: z.string(), variables: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  presence_penalty: z.number().nullish(),
  frequency_penalty: z.number().nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  n: z.literal(1, 'must be 1').nullish(),
  tools: unsupported,
  tool_choice: unsupported,
  functions: unsupported,
  response_format: z.looseObject({ type: z.literal('text') }, notSupported).nullish(),
});

export type ChatRequest = z.output<typeof chatSchema>;
