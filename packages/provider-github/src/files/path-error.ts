import type { PromptError } from '@prompts/core';
import { githubError } from '../github-error.ts';
import { formatLocation, type Location } from '../location.ts';

const faults = {
  directory: "is a directory: name a file, or use an entry 'name/*' to load all files in it",
  submodule: 'is a submodule: use the repository that it refers to',
  symlink: 'is a symbolic link that does not lead to a file in the repository: correct the link',
  missing: 'does not exist',
} as const;

/**
 * Creates the error for a path that does not lead to a file.
 * @param similarPath An existing path that differs only in case.
 */
export function pathError(
  kind: keyof typeof faults,
  path: string,
  location: Location,
  similarPath?: string,
): PromptError {
  const code = kind === 'directory' || kind === 'submodule' ? 'CONFIG_INVALID' : 'NOT_FOUND';
  const check = kind === 'missing' ? ': check path, branch and ref' : '';
  const hint = similarPath === undefined ? check : `, but '${similarPath}' does: paths are case-sensitive`;
  return githubError(code, `'${path}' in ${formatLocation(location)} ${faults[kind]}${hint}`);
}
