import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path stands below a folder. Both absolute; symbolic links are the caller's matter. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  // A name may begin with two dots.
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
