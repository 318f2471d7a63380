import { PromptError } from '@prompts/core';
import { formatLocation, type Location } from '../location.ts';

const faults = {
  directory: "is a directory: name a file, or call the entry 'name/*' to have all that is in it",
  submodule: 'is a submodule: name the repository that it leads to',
  symlink: 'is a symbolic link that leads to no file in the repository',
  absent: 'is not there',
} as const;

/**
 * The error for a path that leads to no file.
 * @param near A path that differs in case only.
 */
export function pathError(kind: keyof typeof faults, path: string, location: Location, near?: string): PromptError {
  const code = kind === 'directory' || kind === 'submodule' ? 'CONFIG_INVALID' : 'NOT_FOUND';
  const hint = near === undefined ? '' : `, but '${near}' is: paths are case-sensitive`;
  return new PromptError(code, `'${path}' in ${formatLocation(location)} ${faults[kind]}${hint}`, {
    provider: 'github',
  });
}
