import { randomUUID } from 'node:crypto';
import { link, lstat, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isUnsupported } from './is-unsupported.ts';

/** The age at which a lock counts as abandoned: far longer than its holder needs it. */
const abandonedAfterMs = 5000;

const retryMs = 10;

const timeoutMs = 15_000;

/**
 * Runs work while no other process runs it. The lock is a file next to `path`. A lock that a killed process left behind is
 * removed: immediately if the process ran on this machine, otherwise once the lock is old.
 * @throws an Error if another process holds the lock for too long.
 */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`;
  const deadline = performance.now() + timeoutMs;
  while (!(await create(lock))) {
    if (performance.now() > deadline)
      throw new Error(
        `the lock ${lock} could not be acquired within ${timeoutMs / 1000} s: delete it if no other process is writing`,
      );
    if (await isAbandoned(lock)) await remove(lock);
    else await sleep(retryMs * (0.5 + Math.random()));
  }
  try {
    return await work();
  } finally {
    await unlink(lock).catch(() => {});
  }
}

/** Links the file instead of opening it, so that it names its owner from the first moment. */
async function create(lock: string): Promise<boolean> {
  const own = temporary(lock);
  const owner = `${hostname()} ${process.pid}`;
  try {
    await writeFile(own, owner, { mode: 0o600 });
    return await tryLink(own, lock);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    return await tryCreate(lock, owner);
  } finally {
    await unlink(own).catch(() => {});
  }
}

async function tryLink(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The holder of the lock removes leftovers, including this file.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    throw error;
  }
}

/** For file systems without hard links (SMB, exFAT, some containers): the lock names its owner a moment later. */
async function tryCreate(lock: string, owner: string): Promise<boolean> {
  try {
    await writeFile(lock, owner, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  try {
    const stats = await lstat(lock);
    // In a folder that others can write to, it may be a link or a pipe, and reading a pipe would wait forever.
    if (!stats.isFile()) return true;
    const [host, pid] = (await readFile(lock, 'utf8')).split(' ');
    if (host === hostname() && !isRunning(Number(pid))) return true;
    const { mtimeMs } = stats;
    // In either direction: the wall clock may have been set back.
    return Math.abs(Date.now() - mtimeMs) > abandonedAfterMs;
  } catch {
    // It was removed meanwhile.
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Renames the lock first, so that only one of several processes removes it. */
async function remove(lock: string): Promise<void> {
  const renamed = temporary(lock);
  await rename(lock, renamed).catch(() => {});
  await unlink(renamed).catch(() => {});
}

function temporary(lock: string): string {
  return `${lock}.${randomUUID()}.tmp`;
}
