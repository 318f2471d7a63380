import { readlinkSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isInside } from './is-inside.ts';

/** As many symbolic links as Linux follows. */
const maxLinks = 40;

/** One name in the path of a file, and the folder that contains it. */
export interface PathStep {
  readonly folder: string;
  readonly name: string;
}

/**
 * Returns every name that decides where a path in the root leads: its folders, and those of each symbolic link on the way.
 * It ends where the path leaves the root. Synchronous, so that a watch begins before the first load.
 */
export function pathSteps(path: string, root: string): PathStep[] {
  const steps: PathStep[] = [];
  const realRoot = realpathSync(root);
  let names = relative(root, resolve(root, path)).split(sep);
  let folder = realRoot;
  let links = 0;
  while (names.length > 0) {
    const [name = '', ...rest] = names;
    names = rest;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      folder = dirname(folder);
      if (folder !== realRoot && !isInside(folder, realRoot)) return steps;
      continue;
    }
    steps.push({ folder, name });
    const target = targetOf(join(folder, name));
    if (target === undefined) {
      folder = join(folder, name);
      continue;
    }
    links += 1;
    if (links > maxLinks) return steps;
    if (!isAbsolute(target)) {
      names = [...target.split(sep), ...names];
      continue;
    }
    const base = [root, realRoot].find((candidate) => isInside(target, candidate));
    if (base === undefined) return steps;
    folder = realRoot;
    names = [...relative(base, target).split(sep), ...names];
  }
  return steps;
}

/** @returns undefined for what is not a symbolic link. */
function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
