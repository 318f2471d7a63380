import { Glob, isGlob } from '@prompts/core/glob';

/** The files of a collection. */
export interface FilePattern {
  /** The folder that contains all of them; `''` is the root. */
  readonly folder: string;
  matches(path: string): boolean;
}

/**
 * Parses a path as a glob with `*`, `**`, `?`, `[…]` and `{…}`. A path without wildcards is a folder, and matches everything
 * below it. Names that begin with a dot match only if the glob names the dot.
 */
export function parseGlob(path: string): FilePattern {
  const segments = path.replace(/\/$/, '').split('/');
  const first = segments.findIndex(isGlob);
  const folder = segments.slice(0, first < 0 ? undefined : first).join('/');
  const glob = new Glob(first < 0 ? '**' : segments.slice(first).join('/'));
  const prefix = folder === '' ? '' : `${folder}/`;
  return {
    folder,
    matches: (candidate) => candidate.startsWith(prefix) && glob.matches(candidate.slice(prefix.length)),
  };
}
