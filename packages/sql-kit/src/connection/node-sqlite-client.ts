import { statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadDialect } from './load-dialect.ts';

/** knex's client for SQLite, which generates the SQL. The driver is replaced below. */
const SqliteClient = loadDialect('sqlite3');

interface Settings {
  readonly filename: string;
  readonly readOnly?: boolean;
}

/** A query of knex, and the properties in which knex expects its result. */
interface Query {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  /** Given to the query with knex's `options`. */
  readonly options?: { readonly safeIntegers?: boolean };
  response?: unknown;
  context?: { lastID: number | bigint; changes: number | bigint };
}

/** How long a statement waits for a lock that another process holds. */
const lockTimeoutMs = 5000;

/** https://www.sqlite.org/rescode.html */
const sqliteBusy = 5;
const sqliteLocked = 6;
const sqliteBusySnapshot = 517;

/**
 * Whether a statement can be retried: after SQLITE_BUSY and SQLITE_LOCKED, including their extended codes, except
 * SQLITE_BUSY_SNAPSHOT, which requires a new transaction.
 */
function isRetryable(errcode = 0): boolean {
  return errcode !== sqliteBusySnapshot && [sqliteBusy, sqliteLocked].includes(errcode & 0xff);
}

/** A knex client that uses `node:sqlite`, so SQLite needs no additional package. */
export class NodeSqliteClient extends SqliteClient {
  /** The file that each connection has opened, which may have been replaced since. */
  readonly #files = new WeakMap<DatabaseSync, string | undefined>();

  _driver(): typeof DatabaseSync {
    return DatabaseSync;
  }

  override async acquireRawConnection(): Promise<DatabaseSync> {
    const { filename, readOnly = false } = this.connectionSettings as Settings;
    const connection = new DatabaseSync(filename, { readOnly });
    this.#files.set(connection, identifyFile(filename));
    return connection;
  }

  /** Called by the pool before it reuses a connection. */
  override async validateConnection(connection: DatabaseSync): Promise<boolean> {
    return this.#files.get(connection) === identifyFile((this.connectionSettings as Settings).filename);
  }

  override async destroyRawConnection(connection: DatabaseSync): Promise<void> {
    connection.close();
  }

  /** Retries while the database is locked. SQLite's own busy timeout would block the event loop. */
  async _query(connection: DatabaseSync, query: Query): Promise<Query> {
    const deadline = performance.now() + lockTimeoutMs;
    for (;;) {
      try {
        return run(connection, query);
      } catch (error) {
        const { errcode } = error as { errcode?: number };
        if (!isRetryable(errcode) || performance.now() > deadline) throw error;
        await sleep(1 + Math.random() * 10);
      }
    }
  }
}

Object.assign(NodeSqliteClient.prototype, { driverName: 'node:sqlite' });

/** Identifies a file whatever its name. Undefined if it does not exist, or for a database in memory. */
function identifyFile(filename: string): string | undefined {
  const stats = statSync(filename, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}

function run(connection: DatabaseSync, query: Query): Query {
  const statement = connection.prepare(query.sql);
  if (query.options?.safeIntegers) statement.setReadBigInts(true);
  const bindings = (query.bindings ?? []).map(toSqliteValue);
  if (statement.columns().length > 0) {
    query.response = statement.all(...bindings);
  } else {
    const { lastInsertRowid, changes } = statement.run(...bindings);
    query.response = [];
    query.context = { lastID: lastInsertRowid, changes };
  }
  return query;
}

function toSqliteValue(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date) return value.valueOf();
  return (value ?? null) as SQLInputValue;
}
