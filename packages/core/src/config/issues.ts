import type { z } from 'zod';
import type { PromptErrorCode } from '../errors/codes.ts';
import { PromptError, type PromptIssue } from '../errors/prompt-error.ts';
import { nearest } from '../identity/suggest.ts';

/** A mistake of configuration, with the code it has when it is the only kind. */
export interface ConfigIssue extends PromptIssue {
  readonly code: PromptErrorCode;
  readonly provider?: string | undefined;
}

export function invalid(path: string, message: string): ConfigIssue {
  return { code: 'CONFIG_INVALID', path, message };
}

/** What zod found wrong, each with its path and the mend. */
export function issuesOf(error: z.ZodError, path: string, knownKeys: readonly string[]): ConfigIssue[] {
  return error.issues.flatMap((issue) => {
    const at = joinPath(path, issue.path);
    if (issue.code !== 'unrecognized_keys') return [invalid(at, issue.message)];
    return issue.keys.map((key) => {
      const near = issue.path.length === 0 ? nearest(key, knownKeys) : undefined;
      const hint = near === undefined ? 'remove it' : `did you mean '${near}'?`;
      return invalid(joinPath(at, [key]), `is no known key: ${hint}`);
    });
  });
}

export function joinPath(path: string, segments: Iterable<PropertyKey>): string {
  return [path, ...segments]
    .filter((segment) => segment !== '')
    .map(String)
    .join('.');
}

/** All mistakes as one error. Its code is theirs where they are of one kind, else `CONFIG_INVALID`. */
export function configError(issues: readonly [ConfigIssue, ...ConfigIssue[]]): PromptError {
  const [first] = issues;
  const isOneKind = issues.every(({ code, provider }) => code === first.code && provider === first.provider);
  const lines = issues.map(({ path, message }) => `  ${path}: ${message}`);
  return new PromptError(
    isOneKind ? first.code : 'CONFIG_INVALID',
    `The configuration is not right:\n${lines.join('\n')}`,
    {
      issues: issues.map(({ path, message }) => ({ path, message })),
      provider: isOneKind ? first.provider : undefined,
    },
  );
}
