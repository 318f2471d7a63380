import { type Clock, type Logger, PromptError, type PromptStore } from '@prompts/core';
import * as z from 'zod';

/** The secret that a source signs its deliveries with. Several during a rotation, or a function, which is called for every delivery. */
export type WebhookSecret = string | readonly string[] | (() => SecretValue | Promise<SecretValue>);

type SecretValue = string | readonly string[] | undefined;

/** The providers whose deliveries are received, by the name that entries use. */
export type WebhookSecrets = Readonly<Record<string, { readonly secret: WebhookSecret }>>;

/** A verification token that a source shows once. */
export interface Handshake {
  readonly provider: string;
  /** Undefined for sources that send none. */
  readonly secret?: string | undefined;
}

/** How a webhook handler works. */
export interface WebhookOptions {
  /** The largest body in bytes. Default: 1 MiB. */
  readonly maxBody?: number | undefined;
  /** How many milliseconds deliveries for a prompt are collected after the first one, which refreshes it immediately. Default: 100. */
  readonly debounce?: number | undefined;
  /** A Keyv that remembers deliveries for all processes, for a day. Default: each process remembers its own. */
  readonly store?: Pick<PromptStore, 'get' | 'set'> | undefined;
  /** Is given the verification token with which a source begins. */
  readonly onHandshake?: ((handshake: Handshake) => void | Promise<void>) | undefined;
  /** Receives reports about work that nobody waits for. Default: `console`. */
  readonly logger?: Logger | undefined;
  /** For tests. Default: the clock of the runtime. */
  readonly clock?: Clock | undefined;
}

const isFunction = (value: unknown) => typeof value === 'function';
const secret = z.union([z.string(), z.array(z.string()), z.custom<() => SecretValue>(isFunction)], {
  error: ({ input }) =>
    input === undefined
      ? 'is undefined: is its environment variable set?'
      : 'must be a string, a list of strings, or a function that returns them',
});
const secretsSchema = z.record(z.string(), z.strictObject({ secret }));

const methods = (...names: readonly string[]) =>
  z
    .custom<object>(
      (value) => names.every((name) => isFunction((value as Record<string, unknown> | null)?.[name])),
      `must be an object with ${names.join(' and ')}`,
    )
    .optional();
const optionsSchema = z.strictObject({
  maxBody: z.int().positive().optional(),
  debounce: z.number().nonnegative().optional(),
  store: methods('get', 'set'),
  onHandshake: z.custom(isFunction, 'must be a function').optional(),
  logger: methods('debug', 'info', 'warn', 'error'),
  clock: methods('now', 'setTimeout'),
});

/** @throws PromptError `CONFIG_INVALID`, which names every mistake. */
export function checkOptions(secrets: WebhookSecrets, options: WebhookOptions): void {
  const issues = [secretsSchema.safeParse(secrets), optionsSchema.safeParse(options)].flatMap(({ error }) =>
    (error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.'), message })),
  );
  if (issues.length === 0) return;
  const lines = issues.map(({ path, message }) => `\n  ${path || 'secrets'}: ${message}`);
  throw new PromptError('CONFIG_INVALID', `Invalid options of createWebhookHandler:${lines.join('')}`, { issues });
}

/** @returns The secrets that are set. An empty one is none. */
export async function readSecrets(given: WebhookSecret): Promise<string[]> {
  const value = typeof given === 'function' ? await given() : given;
  return [value ?? []].flat().filter((text) => text !== '');
}
