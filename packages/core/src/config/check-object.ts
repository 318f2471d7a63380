import type * as z from 'zod/mini';
import { didYouMean } from '../identity/suggest.ts';
import { type ConfigIssue, invalid, joinPath } from './issues.ts';

/**
 * Checks a value that must be an object of known keys.
 * @param issues Receives every mistake, with its path and the fix.
 */
export function checkObject<Schema extends z.ZodMiniObject>(
  schema: Schema,
  value: unknown,
  path: string,
  issues: ConfigIssue[],
): z.core.util.SafeParseResult<z.output<Schema>> {
  const result = schema.safeParse(value);
  for (const issue of result.error?.issues ?? []) {
    const issuePath = joinPath(path, issue.path);
    if (issue.code !== 'unrecognized_keys') {
      issues.push(invalid(issuePath, issue.message));
      continue;
    }
    for (const key of issue.keys) {
      const hint = issue.path.length === 0 && didYouMean(key, Object.keys(schema.shape));
      issues.push(invalid(joinPath(issuePath, [key]), `unknown key. ${hint || 'Remove it.'}`));
    }
  }
  return result;
}
