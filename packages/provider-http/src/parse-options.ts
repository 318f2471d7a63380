import { PromptError } from '@prompts/core';
import type { HttpOptions } from './config.ts';
import { optionsSchema } from './config-schema.ts';

/** @throws `CONFIG_INVALID` naming every mistake, each with its key and the mend. */
export function parseOptions(options: HttpOptions) {
  const result = optionsSchema.safeParse(options);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const list = issues.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  throw new PromptError('CONFIG_INVALID', `the options of http(): ${list}`, { provider: 'http', issues });
}
