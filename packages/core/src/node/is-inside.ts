import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path is below a folder. Both must be absolute, with symbolic links already resolved. */
export function isInside(path: string, folder: string): boolean {
  const relativePath = relative(folder, path);
  // A name may begin with two dots.
  return (
    relativePath !== '' && relativePath !== '..' && !relativePath.startsWith(`..${sep}`) && !isAbsolute(relativePath)
  );
}
