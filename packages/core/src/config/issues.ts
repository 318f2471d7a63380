import type { PromptErrorCode } from '../errors/codes.ts';
import { PromptError, type PromptIssue } from '../errors/prompt-error.ts';

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
