import picomatch from 'picomatch';

/** What the path of a collection stands for. */
export interface Glob {
  /** Everything it stands for is below this folder; `''` is the root. */
  readonly folder: string;
  matches(path: string): boolean;
}

/** Reads a path as a glob; one without wildcards is a folder and stands for all that is below it. */
export function globOf(path: string): Glob {
  const { base, isGlob } = picomatch.scan(path);
  const folder = (isGlob ? base : path).replace(/\/$/, '');
  const matches = isGlob ? picomatch(path) : (candidate: string) => candidate.startsWith(`${folder}/`);
  return { folder, matches };
}
