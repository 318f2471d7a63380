import type { PromptErrorCode } from '../errors/codes.ts';
import { PromptError, type PromptIssue } from '../errors/prompt-error.ts';

/** A mistake in the configuration, with the code that the error has if all mistakes are of this kind. */
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

/** Combines all mistakes into one error. It has their code if they are all of one kind, otherwise `CONFIG_INVALID`. */
export function configError(all: readonly ConfigIssue[]): PromptError {
  const kinds = new Set(all.map(({ code, provider = '' }) => `${code} ${provider}`));
  const { code, provider } = (kinds.size === 1 && all[0]) || invalid('', '');
  const issues = all.map(({ path, message }) => ({ path, message }));
  const lines = issues.map(({ path, message }) => `\n  ${path}: ${message}`);
  return new PromptError(code, `Invalid configuration:${lines.join('')}`, { issues, provider });
}
