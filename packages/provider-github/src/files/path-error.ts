import type { PromptError } from '@prompts/core';
import { isGlob } from '@prompts/core/glob';
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
  const subject = `'${path}' in ${formatLocation(location)} ${faults[kind]}`;
  if (kind !== 'missing') return githubError(kind === 'symlink' ? 'NOT_FOUND' : 'CONFIG_INVALID', subject);
  if (similarPath !== undefined) {
    return githubError('NOT_FOUND', `${subject}, but '${similarPath}' does: paths are case-sensitive`);
  }
  if (isGlob(path)) {
    return githubError(
      'CONFIG_INVALID',
      `${subject}: it is a glob, which needs an entry 'name/*' to load all its files`,
    );
  }
  return githubError('NOT_FOUND', `${subject}: check path, branch and ref`);
}

/** Adds a path to the error that the whole repository, branch or tag was not found. */
export function addPath(error: PromptError, path: string): PromptError {
  return error.code === 'NOT_FOUND' ? githubError('NOT_FOUND', `'${path}': ${error.message}`) : error;
}

/** Creates the error for a path that leads through a symbolic link to a folder, which GitHub does not follow. */
export function linkedFolderError(
  path: string,
  { link, folder }: { readonly link: string; readonly folder: string },
  location: Location,
): PromptError {
  const target = `${folder}${path.slice(link.length)}`;
  const message = `'${link}' in ${formatLocation(location)} is a symbolic link to a folder, which is not followed: write '${target}' instead of '${path}'`;
  return githubError('NOT_FOUND', message);
}
