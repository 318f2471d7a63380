import { PromptError } from '@prompts/core';
import type { z } from 'zod';

/**
 * Checks the options of a provider's factory.
 * @param provider The factory's name, for the error.
 * @throws `CONFIG_INVALID` naming every mistake, each with its key and the mend.
 */
export function parseOptions<Schema extends z.ZodType>(
  schema: Schema,
  options: unknown,
  provider: string,
): z.infer<Schema> {
  return parseInput(schema, options, { what: `the options of ${provider}()`, provider });
}

/**
 * Checks what a function of a provider's package was given.
 * @param about `what` is checked, as the error is to call it; the provider's name.
 * @throws `CONFIG_INVALID` naming every mistake, each with its key and the mend.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  { what, provider }: { readonly what: string; readonly provider: string },
): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const list = issues.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  throw new PromptError('CONFIG_INVALID', `${what}: ${list}`, { provider, issues });
}
