import { randomUUID } from 'node:crypto';
import { open, readdir, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isUnsupported } from './is-unsupported.ts';

/**
 * Replaces a file so that a reader, at any time and after any crash, finds either the old text or the new one: a temporary
 * file next to it is flushed to the disk and renamed, and then the folder is flushed.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeAndFlush(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await flushFolder(dirname(path));
}

/** Some file systems can't flush a folder, and this process may not be allowed to read it: the file is replaced all the same. */
async function flushFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!isUnsupported(error) && (error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
  }
}

async function writeAndFlush(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The suffixes of temporary files of the text and of its lock. */
const temporary = /^(\.lock)?\.[0-9a-f-]{36}\.tmp$/;

/** Removes the temporary files of processes that were killed while they wrote. The caller must hold the lock. */
export async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  const own = basename(path);
  for (const name of await readdir(folder)) {
    // A process that waits for the lock may remove its own at the same moment.
    if (name.startsWith(own) && temporary.test(name.slice(own.length)))
      await unlink(join(folder, name)).catch(() => {});
  }
}
