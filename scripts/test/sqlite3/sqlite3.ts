/**
 * Implements the part of the `sqlite3` driver that `@keyv/sqlite` uses, with the SQLite of Node.js. The real driver needs an
 * install script that compiles or downloads it, and this repository runs no such scripts. `pnpm-workspace.yaml` replaces it
 * by this one, so that tests run the adapter with a real SQLite.
 */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

type Callback = (error: Error | null, rows?: unknown[]) => void;

/** How often and how long the driver retries while the database is locked. */
const retryIntervalMs = 10;
const retryTimeoutMs = 1000;

class Database {
  #database: DatabaseSync | undefined;

  constructor(path: string, callback: Callback) {
    // Without a timeout, because SQLite blocks the process while it waits for a lock.
    runAsync(() => {
      this.#database = new DatabaseSync(path, { timeout: 0 });
      return [];
    }, callback);
  }

  /** Runs a statement. Its values and the callback are the last arguments. */
  all(sql: string, ...args: [...SQLInputValue[], Callback]): void {
    const values = args.slice(0, -1) as SQLInputValue[];
    runAsync(() => this.#open.prepare(sql).all(...values), args.at(-1) as Callback);
  }

  close(callback: Callback): void {
    runAsync(() => {
      this.#open.close();
      this.#database = undefined;
      return [];
    }, callback);
  }

  get #open(): DatabaseSync {
    if (!this.#database) throw Object.assign(new Error('SQLITE_MISUSE: Database is closed'), { code: 'SQLITE_MISUSE' });
    return this.#database;
  }
}

/** Calls back asynchronously, as the real driver does, which works in another thread. */
function runAsync(work: () => unknown[], callback: Callback, since = performance.now()): void {
  setImmediate(() => {
    let rows: unknown[];
    try {
      rows = work();
    } catch (error) {
      if (!isLocked(error) || performance.now() - since > retryTimeoutMs) return callback(error as Error);
      setTimeout(() => runAsync(work, callback, since), retryIntervalMs);
      return;
    }
    callback(null, rows);
  });
}

/** Returns whether an error is SQLITE_BUSY. */
function isLocked(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === 5;
}

export default { Database };
