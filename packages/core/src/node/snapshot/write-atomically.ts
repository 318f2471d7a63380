import { randomUUID } from 'node:crypto';
import { open, readdir, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file so that whoever reads it, at any time and after any crash, finds all of the old text or all of the new:
 * a temporary file beside it, written through to the disk, takes its name, and then the folder is written through.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeThrough(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Names of temporary files, of the text and of its lock, after the name of the file itself. */
const temporary = /^(\.lock)?\.[0-9a-f-]{36}\.tmp$/;

/** Removes what processes that were killed while they wrote left behind. Only for who keeps others from writing. */
export async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  const own = basename(path);
  for (const name of await readdir(folder)) {
    // Who waits for the lock may take its own away at the same moment.
    if (name.startsWith(own) && temporary.test(name.slice(own.length)))
      await unlink(join(folder, name)).catch(() => {});
  }
}
