import type { Knex } from 'knex';
import { errorFrom } from '../errors/error-from.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { type RawConnection, socketOf } from './socket-of.ts';

/** Seconds that a statement may take: no longer than core lets a load take. */
export const statementTimeout = 30;

/**
 * Reads within one read-only transaction, so that no function of the database that a query may call can write, and all that
 * is read is of one instant. Ends the connection when the signal is aborted: nothing goes on behind the caller's back.
 * @throws what the driver's error means; the signal's reason.
 */
export async function read<Result>(
  knex: Knex,
  signal: AbortSignal,
  work: (transaction: Knex) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    const { client } = knex;
    const acquiring: Promise<RawConnection> = client.acquireConnection();
    const connection = await Promise.race([acquiring, aborted.promise]).catch((error: unknown) => {
      acquiring.then((late) => client.releaseConnection(late)).catch(() => {});
      throw error;
    });
    const reading = readOnly(knex, connection, work);
    const release = () => client.releaseConnection(connection);
    try {
      return await Promise.race([reading, aborted.promise]);
    } finally {
      // What runs within this process can't be ended, but comes to its end by itself.
      if (signal.aborted && !end(connection, knex)) void reading.then(release, release);
      else await release();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw errorFrom(error, knex);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Ends a connection and what the server does for it. @returns whether that could be done. */
function end(connection: RawConnection, { client }: Knex): boolean {
  const socket = socketOf(connection);
  if (!socket) return false;
  connection.__knex__disposed = 'aborted';
  socket.destroy();
  // A server looks after its client only when it has something to send. Of a pool that the app brought the address isn't known.
  if (client.config.connectionPool === undefined) client.cancelQuery(connection).catch(() => {});
  return true;
}

async function readOnly<Result>(
  knex: Knex,
  connection: RawConnection,
  work: (transaction: Knex) => Promise<Result>,
): Promise<Result> {
  const dialect = dialectOf(knex);
  const { before, within, after } = limits[dialect];
  const run = async (sql: string | undefined) => sql && knex.raw(sql).connection(connection);
  await run(before);
  try {
    return await knex.transaction(
      async (transaction) => {
        if (within) await transaction.raw(within);
        return work(transaction);
      },
      // SQLite's own way is `query_only`.
      { connection, readOnly: dialect !== 'sqlite' },
    );
  } finally {
    await run(after).catch((error: unknown) => {
      connection.__knex__disposed = error;
    });
  }
}

/** What bounds a read on each database, and leaves no trace on the connection, which may be another's. */
const limits: Readonly<Record<Dialect, { before?: string; within?: string; after?: string }>> = {
  sqlite: { before: 'pragma query_only = on', after: 'pragma query_only = off' },
  postgres: { within: `set local statement_timeout = ${statementTimeout * 1000}` },
  // Each reads the comment that is for it: MariaDB the first, MySQL the second.
  mysql: {
    before: `set session /*M! max_statement_time = ${statementTimeout} */ /*!50708 max_execution_time = ${statementTimeout * 1000} */`,
    after: 'set session /*M! max_statement_time = default */ /*!50708 max_execution_time = default */',
  },
};
