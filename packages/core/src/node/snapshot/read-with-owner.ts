import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';

/** Without O_NONBLOCK, opening a named pipe waits for a writer forever. Windows has neither. */
const nonBlockingRead = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Windows has neither user ids nor modes. */
const hasOwners = process.geteuid !== undefined;

/** A file that was read, and whether other users may have written it. */
interface ReadFile {
  readonly text: string;
  /** A sentence that names the other user who owns it; undefined if it belongs to this user or to root. */
  readonly ownerFault: string | undefined;
  /** A sentence, if any user can write to it. */
  readonly modeFault: string | undefined;
}

/** Reads a file. The facts about its owner are those of the opened file, even if the path leads to another one in the meantime. */
export async function readWithOwner(path: string): Promise<ReadFile> {
  const file: FileHandle = await open(path, nonBlockingRead);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error(`${path} is not a regular file: set cache.snapshot to the path of a file`);
    const modeFault = hasOwners && stats.mode & 0o002 ? `any user can write to ${path}` : undefined;
    return { text: await file.readFile('utf8'), ownerFault: faultOfOwner(path, stats), modeFault };
  } finally {
    await file.close();
  }
}

/**
 * Returns the target of a link: the link stays, and its target is replaced.
 * @throws an Error for a link of another user, who could choose the file that is replaced.
 */
export async function resolveLink(path: string): Promise<{ path: string; isLink: boolean }> {
  const stats = await lstat(path);
  if (!stats.isSymbolicLink()) return { path, isLink: false };
  const fault = faultOfOwner(path, stats);
  if (fault) throw new Error(`${fault}: replace the link with your own`);
  return { path: await realpath(path), isLink: true };
}

function faultOfOwner(path: string, { uid }: Stats): string | undefined {
  const isOwn = !hasOwners || uid === 0 || uid === process.geteuid?.();
  return isOwn ? undefined : `${path} belongs to another user (uid ${uid})`;
}
