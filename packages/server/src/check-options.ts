import { isIP } from 'node:net';
import { PromptError } from '@prompts/core';
import * as z from 'zod';
import type { AIServerOptions } from './options.ts';

const isFunction = (value: unknown) => typeof value === 'function';
const secret = z.union(
  [
    z.string().min(1),
    z.custom(isFunction),
    z.custom((value) => isFunction((value as { reveal?: unknown } | null)?.reveal)),
  ],
  {
    error: ({ input }) =>
      input === undefined || input === ''
        ? 'is not set: is its environment variable set?'
        : 'must be a string or a function',
  },
);
const schema = z.object(
  {
    systemPrompts: z.record(z.string(), z.unknown(), 'must be an object').optional(),
    providers: z.array(z.unknown(), 'must be a list of providers').optional(),
    model: z
      .union(
        [z.string().min(1), z.looseObject({ specificationVersion: z.string(), modelId: z.string() })],
        "must be a model of the AI SDK, such as openai('…')",
      )
      .optional(),
    auth: z
      .strictObject(
        { tokens: z.array(secret, 'must be a list of tokens').min(1, 'must not be empty') },
        'must be { tokens: [...] }',
      )
      .optional(),
    langfuse: z.strictObject({ publicKey: z.string().min(1, 'must not be empty'), secretKey: secret }).optional(),
    hostname: z.string('must be a host name or an IP address').min(1, 'must not be empty').optional(),
  },
  'must be an object',
);

/** @throws PromptError `CONFIG_INVALID`, which names every mistake in the options of the server itself. */
export function checkOptions(options: AIServerOptions): void {
  const issues = (schema.safeParse(options).error?.issues ?? []).map(({ path, message }) => ({
    path: path.join('.') || 'options',
    message,
  }));
  const { hostname, auth }: Partial<AIServerOptions> = Object(options);
  if (typeof hostname === 'string' && !isLoopback(hostname) && !auth) {
    issues.push({ path: 'hostname', message: `'${hostname}' can be reached from other machines: set auth.tokens` });
  }
  if (issues.length === 0) return;
  const lines = issues.map(({ path, message }) => `\n  ${path}: ${message}`);
  throw new PromptError('CONFIG_INVALID', `Invalid options of createAIServerAsync:${lines.join('')}`, { issues });
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '::1' || (isIP(hostname) === 4 && hostname.startsWith('127.'));
}
