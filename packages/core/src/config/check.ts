import type { z } from 'zod';
import { didYouMean } from '../identity/suggest.ts';
import { type ConfigIssue, invalid, joinPath } from './issues.ts';

/**
 * Checks what was given for an object of known keys.
 * @param issues Takes every mistake found, with its path and the mend.
 */
export function check<Schema extends z.ZodObject>(
  schema: Schema,
  given: unknown,
  path: string,
  issues: ConfigIssue[],
): z.ZodSafeParseResult<z.output<Schema>> {
  const result = schema.safeParse(given);
  for (const issue of result.error?.issues ?? []) {
    const at = joinPath(path, issue.path);
    if (issue.code !== 'unrecognized_keys') {
      issues.push(invalid(at, issue.message));
      continue;
    }
    for (const key of issue.keys) {
      const hint = issue.path.length === 0 && didYouMean(key, Object.keys(schema.shape));
      issues.push(invalid(joinPath(at, [key]), `is no known key. ${hint || 'Remove it.'}`));
    }
  }
  return result;
}
