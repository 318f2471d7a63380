import picomatch from 'picomatch';

/** What the path of a collection stands for. */
export interface Glob {
  /** Everything it stands for is below this folder; `''` is the root. */
  readonly folder: string;
  matches(path: string): boolean;
}

/** Signs that mean something to picomatch, and are but signs in a file name to everybody else. */
const plainSigns = /[()!+@|]/g;

/**
 * Reads a path as a glob with `*`, `**`, `?`, `[…]` and `{…}`; one without wildcards is a folder and stands for all that is
 * below it. Names that begin with a dot are left out, unless the glob names them.
 */
export function parseGlob(path: string): Glob {
  const pattern = path.replace(plainSigns, '\\$&');
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
