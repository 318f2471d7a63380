import type { Knex } from 'knex';
import { acquireConnection } from './acquire-connection.ts';
import { getSocket, type RawConnection } from './get-socket.ts';

/**
 * Runs `work` on one connection of the pool. Aborting the signal closes the connection, so that neither a query nor a
 * transaction continues in the background.
 * @returns The result of `work`.
 * @throws The error of the driver, or the reason of the signal.
 */
export async function withConnection<Result>(
  knex: Knex,
  signal: AbortSignal,
  work: (connection: RawConnection) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    const { client } = knex;
    const connection = await acquireConnection(knex, aborted.promise);
    const working = work(connection);
    const release = () => client.releaseConnection(connection);
    try {
      return await Promise.race([working, aborted.promise]);
    } finally {
      // A query in this process (SQLite) can't be interrupted: the connection is released when it ends.
      if (signal.aborted && !terminate(connection, knex)) void working.then(release, release);
      else await release();
    }
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/**
 * Closes a connection and cancels its query on the server.
 * @returns Whether the connection has a socket that could be closed.
 */
function terminate(connection: RawConnection, { client }: Knex): boolean {
  const socket = getSocket(connection);
  if (!socket) return false;
  connection.__knex__disposed = 'aborted';
  socket.destroy();
  // A server notices a closed connection only when it sends data. Cancelling needs the address, which an app's pool doesn't
  // reveal.
  if (client.config.connectionPool === undefined) client.cancelQuery(connection).catch(() => {});
  return true;
}
