import { execFileSync } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An account for processes that must not run as root. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Returns the user `nobody` if this process is root and can run programs as that user. */
export function findUnprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8', stdio: 'pipe' }));
    const user = { uid: idOf('-u'), gid: idOf('-g') };
    // Fails in a container whose user namespace maps only root.
    execFileSync('true', { ...user, cwd: '/' });
    return user;
  } catch {
    return undefined;
  }
}

/**
 * Creates a temporary folder that belongs to `user`; without one, to the user of this process. Other users may not be able to
 * enter root's `TMPDIR` or to run programs in it. So this takes the first of the usual places where the user can write and
 * run a program, otherwise the first where the user can write.
 * @returns The absolute path of the folder.
 * @throws If the user can't write in any of the usual places.
 */
export async function makeFolderOf(user: User | undefined, prefix: string): Promise<string> {
  if (user === undefined) return mkdtemp(join(tmpdir(), prefix));
  const places = [...new Set([tmpdir(), '/tmp', '/var/tmp', '/dev/shm'])];
  for (const script of [writeAndRun, write]) {
    for (const place of places) {
      const folder = await tryToMakeFolder(join(place, prefix), user, script);
      if (folder !== undefined) return folder;
    }
  }
  throw new Error(
    `user ${user.uid} can't write in ${places.join(', ')}: set TMPDIR to a folder that all users can enter`,
  );
}

const write = 'printf "#!/bin/sh\\n" >"$1/try"';
const writeAndRun = `${write} && chmod 700 "$1/try" && "$1/try"`;

async function tryToMakeFolder(prefix: string, user: User, script: string): Promise<string | undefined> {
  let folder: string | undefined;
  try {
    folder = await mkdtemp(prefix);
    await chown(folder, user.uid, user.gid);
    execFileSync('sh', ['-c', script, 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' });
    await rm(join(folder, 'try'));
    return folder;
  } catch {
    if (folder !== undefined) await rm(folder, { recursive: true });
    return undefined;
  }
}
