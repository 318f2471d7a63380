import { type Dialect, dialectOf, type RawConnection, withConnection } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { errorFrom } from '../errors/error-from.ts';

/** The time limit of one statement, and of one load (`capabilities.loadTimeout`). */
export const statementTimeoutSeconds = 30;

/** How long a read waits for a table that another transaction has locked, so that it does not hold a connection for long. */
const lockTimeoutSeconds = 2;

/**
 * Runs `work` in a read-only transaction: functions called by a query can't write, and all reads see the same snapshot.
 * Aborting the signal closes the connection, so that the query does not continue in the background.
 * @returns The result of `work`.
 * @throws The converted error of the driver, or the reason of the signal.
 */
export async function runReadOnly<Result>(
  knex: Knex,
  signal: AbortSignal,
  work: (transaction: Knex) => Promise<Result>,
): Promise<Result> {
  try {
    return await withConnection(knex, signal, (connection) => runOnConnection(knex, connection, work));
  } catch (error) {
    signal.throwIfAborted();
    throw errorFrom(error, knex);
  }
}

async function runOnConnection<Result>(
  knex: Knex,
  connection: RawConnection,
  work: (transaction: Knex) => Promise<Result>,
): Promise<Result> {
  const dialect = dialectOf(knex);
  const { before, within, after } = limits[dialect];
  const run = async (sql: string | undefined) => sql && knex.raw(sql).connection(connection);
  await run(before);
  try {
    // SQLite has no read-only transactions: `query_only` takes their place.
    const transaction = await knex.transaction({
      connection,
      readOnly: dialect !== 'sqlite',
    } as Knex.TransactionConfig);
    try {
      if (within) await transaction.raw(within);
      return await work(transaction);
    } finally {
      // Unlike a commit, it undoes settings that a query has changed (PostgreSQL), such as the search path.
      await transaction.rollback();
    }
  } finally {
    await run(after).catch((error: unknown) => {
      connection.__knex__disposed = error;
    });
  }
}

/** Statements that limit a read. The connection may belong to the app, so each limit is reset afterwards. */
const limits: Readonly<Record<Dialect, { before?: string; within?: string; after?: string }>> = {
  sqlite: { before: 'pragma query_only = on', after: 'pragma query_only = off' },
  postgres: {
    within: `set local statement_timeout = ${statementTimeoutSeconds * 1000}; set local lock_timeout = ${lockTimeoutSeconds * 1000}`,
  },
  // MariaDB executes the first comment, MySQL the second.
  mysql: {
    before: `set session lock_wait_timeout = ${lockTimeoutSeconds}, /*M! max_statement_time = ${statementTimeoutSeconds} */ /*!50708 max_execution_time = ${statementTimeoutSeconds * 1000} */`,
    after:
      'set session lock_wait_timeout = default, /*M! max_statement_time = default */ /*!50708 max_execution_time = default */',
  },
};
