import { createRequire } from 'node:module';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';

/** knex's own client for SQLite: it knows the language, and leaves the driver to us. */
const SqliteClient = createRequire(import.meta.url)('knex/lib/dialects/sqlite3/index.js') as typeof Knex.Client;

interface Settings {
  readonly filename: string;
  readonly readOnly?: boolean;
}

/** What knex runs, and where it looks for what came of it. */
interface Query {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  response?: unknown;
  context?: { lastID: number | bigint; changes: number | bigint };
}

/** Milliseconds to wait for another process that writes. */
const patience = 5000;

/**
 * Whether an error passes by itself: busy and locked, in all their extended kinds, except that the transaction was overtaken
 * and must begin again. https://www.sqlite.org/rescode.html
 */
function isTransient(errcode = 0): boolean {
  const busy = 5;
  const locked = 6;
  const overtaken = 517;
  return errcode !== overtaken && [busy, locked].includes(errcode & 0xff);
}

/** SQLite through Node's own driver, so that there is nothing to install. */
export class NodeSqliteClient extends SqliteClient {
  _driver(): typeof DatabaseSync {
    return DatabaseSync;
  }

  override async acquireRawConnection(): Promise<DatabaseSync> {
    const { filename, readOnly = false } = this.connectionSettings as Settings;
    return new DatabaseSync(filename, { readOnly });
  }

  override async destroyRawConnection(connection: DatabaseSync): Promise<void> {
    connection.close();
  }

  /** Waits by itself where the database is locked: SQLite's own waiting would hold up the whole process. */
  async _query(connection: DatabaseSync, query: Query): Promise<Query> {
    const deadline = performance.now() + patience;
    for (;;) {
      try {
        return run(connection, query);
      } catch (error) {
        const { errcode } = error as { errcode?: number };
        if (!isTransient(errcode) || performance.now() > deadline) throw error;
        await sleep(1 + Math.random() * 10);
      }
    }
  }
}

Object.assign(NodeSqliteClient.prototype, { driverName: 'node:sqlite' });

function run(connection: DatabaseSync, query: Query): Query {
  const statement = connection.prepare(query.sql);
  const bindings = (query.bindings ?? []).map(toSqlite);
  if (statement.columns().length > 0) {
    query.response = statement.all(...bindings);
  } else {
    const { lastInsertRowid, changes } = statement.run(...bindings);
    query.response = [];
    query.context = { lastID: lastInsertRowid, changes };
  }
  return query;
}

function toSqlite(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date) return value.valueOf();
  return (value ?? null) as SQLInputValue;
}
