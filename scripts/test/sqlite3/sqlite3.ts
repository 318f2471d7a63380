/**
 * As much of the `sqlite3` driver as `@keyv/sqlite` calls, by way of the SQLite in Node. That driver is compiled, or fetched
 * from somewhere, by an install script, and this repository runs none of unknown effect; so `pnpm-workspace.yaml` gives
 * this one to the adapter, and tests meet its own code and a real SQLite.
 */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

type Answer = (error: Error | null, rows?: unknown[]) => void;

/** Milliseconds between two tries of what meets a lock, and for which the driver tries. */
const pause = 10;
const patience = 1000;

class Database {
  #database: DatabaseSync | undefined;

  constructor(path: string, opened: Answer) {
    // SQLite itself would wait for a lock with the whole process.
    answer(() => {
      this.#database = new DatabaseSync(path, { timeout: 0 });
      return [];
    }, opened);
  }

  /** Runs a statement. Its values come one by one. */
  all(sql: string, ...given: [...SQLInputValue[], Answer]): void {
    const values = given.slice(0, -1) as SQLInputValue[];
    answer(() => this.#open.prepare(sql).all(...values), given.at(-1) as Answer);
  }

  close(closed: Answer): void {
    answer(() => {
      this.#open.close();
      this.#database = undefined;
      return [];
    }, closed);
  }

  get #open(): DatabaseSync {
    if (!this.#database) throw Object.assign(new Error('SQLITE_MISUSE: Database is closed'), { code: 'SQLITE_MISUSE' });
    return this.#database;
  }
}

/** Never at once, as the driver, which works in another thread. */
function answer(work: () => unknown[], callback: Answer, since = performance.now()): void {
  setImmediate(() => {
    let rows: unknown[];
    try {
      rows = work();
    } catch (error) {
      if (!isLocked(error) || performance.now() - since > patience) return callback(error as Error);
      setTimeout(() => answer(work, callback, since), pause);
      return;
    }
    callback(null, rows);
  });
}

/** SQLITE_BUSY */
function isLocked(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === 5;
}

export default { Database };
