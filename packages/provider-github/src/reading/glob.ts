import picomatch from 'picomatch';

/** The files of a collection. */
export interface Glob {
  /** The folder that contains all of them; `''` is the root. */
  readonly folder: string;
  matches(path: string): boolean;
}

/** Characters with a meaning in picomatch but not in the globs documented here. */
const literalCharacters = /[()!+@|]/g;

/**
 * Parses a path as a glob with `*`, `**`, `?`, `[…]` and `{…}`. A path without wildcards is a folder, and matches everything
 * below it. Names that begin with a dot match only if the glob names the dot.
 */
export function parseGlob(path: string): Glob {
  const pattern = path.replace(literalCharacters, '\\$&');
  const { base, isGlob } = picomatch.scan(pattern, { unescape: true });
  const folder = (isGlob ? base : path).replace(/\/$/, '');
  const isMatch = isGlob ? picomatch(pattern) : picomatch('**');
  const isBelow = (candidate: string) => candidate.startsWith(`${folder}/`);
  return {
    folder,
    matches: isGlob
      ? (candidate) => isMatch(candidate)
      : (candidate) => isBelow(candidate) && isMatch(candidate.slice(folder.length + 1)),
  };
}
