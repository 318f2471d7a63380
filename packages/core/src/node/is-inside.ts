import { type FileHandle, lstat, readlink, realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path is below a folder. Both must be absolute, with symbolic links already resolved. */
export function isInside(path: string, folder: string): boolean {
  const relativePath = relative(folder, path);
  // A name may begin with two dots.
  return (
    relativePath !== '' && relativePath !== '..' && !relativePath.startsWith(`..${sep}`) && !isAbsolute(relativePath)
  );
}

/**
 * Whether an open file is below a folder. A path that was checked before may lead elsewhere by the time it is opened.
 * @param path Where the file was opened, with symbolic links resolved.
 * @param folder Absolute, with symbolic links resolved.
 */
export async function isOpenedInside(handle: FileHandle, path: string, folder: string): Promise<boolean> {
  const opened = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => undefined);
  if (opened !== undefined) return isInside(opened, folder);
  // Only Linux reports the path of an open file. Elsewhere the path must lead to the same file, without links, before and after.
  const { dev, ino } = await handle.stat({ bigint: true });
  for (let round = 0; round < 2; round += 1) {
    if ((await realpath(path)) !== path) return false;
    const stats = await lstat(path, { bigint: true });
    if (stats.dev !== dev || stats.ino !== ino) return false;
  }
  return (await realpath(path)) === path;
}
