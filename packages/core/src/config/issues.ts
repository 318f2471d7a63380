import type { z } from 'zod';
import type { PromptErrorCode } from '../errors/codes.ts';
import { PromptError, type PromptIssue } from '../errors/prompt-error.ts';
import { didYouMean } from '../identity/suggest.ts';

/** A mistake of configuration, with the code it has when it is the only kind. */
export interface ConfigIssue extends PromptIssue {
  readonly code: PromptErrorCode;
  readonly provider?: string | undefined;
}

export function invalid(
  path: string,
  message: string,
  provider?: string,
  code: PromptErrorCode = 'CONFIG_INVALID',
): ConfigIssue {
  return { path, message, provider, code };
}

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

export function joinPath(path: string, segments: Iterable<PropertyKey>): string {
  return [path, ...segments].map(String).filter(Boolean).join('.');
}

/** All mistakes as one error. Its code is theirs where they are of one kind, else `CONFIG_INVALID`. */
export function configError(given: readonly ConfigIssue[]): PromptError {
  const kinds = new Set(given.map(({ code, provider = '' }) => `${code} ${provider}`));
  const { code, provider } = (kinds.size === 1 && given[0]) || invalid('', '');
  const issues = given.map(({ path, message }) => ({ path, message }));
  const lines = issues.map(({ path, message }) => `\n  ${path}: ${message}`);
  return new PromptError(code, `Invalid configuration:${lines.join('')}`, { issues, provider });
}
