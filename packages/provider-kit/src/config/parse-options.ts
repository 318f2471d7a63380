import { PromptError } from '@prompts/core';
import * as z from 'zod/mini';

/**
 * Parses the options of a provider's factory.
 * @param provider The factory's name, for the error.
 * @returns The parsed options.
 * @throws PromptError `CONFIG_INVALID` that reports every mistake under its key.
 */
export function parseOptions<Schema extends z.core.$ZodType>(
  schema: Schema,
  options: unknown,
  provider: string,
): z.infer<Schema> {
  return parseInput(schema, options, { what: `the options of ${provider}()`, provider });
}

/**
 * Parses the input of a function that a provider's package exports.
 * @param about `what`: the input's name in the error, such as `the options of publish()`. `provider`: the provider's name, if it is about one.
 * @returns The parsed input.
 * @throws PromptError `CONFIG_INVALID` that reports every mistake under its key.
 */
export function parseInput<Schema extends z.core.$ZodType>(
  schema: Schema,
  input: unknown,
  { what, provider }: { readonly what: string; readonly provider?: string | undefined },
): z.infer<Schema> {
  const result = z.safeParse(schema, input);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const list = issues.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  throw new PromptError('CONFIG_INVALID', `${what}: ${list}`, { provider, issues });
}
