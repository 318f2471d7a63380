import { randomUUID } from 'node:crypto';
import { link, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds after which a lock counts as left behind: far longer than its holder needs it. */
const longest = 5000;

/** Milliseconds between two attempts. */
const pause = 10;

/**
 * Does its work while no other process does the same. The lock is a file beside `path`; one that a killed process left
 * behind is taken away: at once where that ran on this machine, else when it is old.
 * @throws when the lock can't be had for long.
 */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`;
  const deadline = performance.now() + 3 * longest;
  while (!(await create(lock))) {
    if (performance.now() > deadline) throw new Error(`${lock} is held by another process`);
    if (await isLeftBehind(lock)) await takeAway(lock);
    else await sleep(pause * (0.5 + Math.random()));
  }
  try {
    return await work();
  } finally {
    await unlink(lock).catch(() => {});
  }
}

/** Linked, not opened: so it says whose it is from its first moment on. */
async function create(lock: string): Promise<boolean> {
  const own = temporary(lock);
  try {
    await writeFile(own, `${hostname()} ${process.pid}`, { mode: 0o600 });
    return await isLinked(own, lock);
  } finally {
    await unlink(own).catch(() => {});
  }
}

async function isLinked(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Who holds the lock clears up, this file included.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    throw error;
  }
}

async function isLeftBehind(lock: string): Promise<boolean> {
  try {
    const [host, pid] = (await readFile(lock, 'utf8')).split(' ');
    if (host === hostname() && !isRunning(Number(pid))) return true;
    const { mtimeMs } = await stat(lock);
    // Either way: the wall clock may have been set back.
    return Math.abs(Date.now() - mtimeMs) > longest;
  } catch {
    // It is gone already.
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

/** Renamed first: of several that want it away, one does it. */
async function takeAway(lock: string): Promise<void> {
  const away = temporary(lock);
  await rename(lock, away).catch(() => {});
  await unlink(away).catch(() => {});
}

function temporary(lock: string): string {
  return `${lock}.${randomUUID()}.tmp`;
}
