import type { Knex } from 'knex';
import type { RawConnection } from './get-socket.ts';

/** A request for a connection, in a queue of knex's pool (tarn). */
interface PendingAcquire {
  abort(): void;
}

/**
 * Acquires a connection from the pool.
 * @param aborted Rejects when the connection is no longer wanted. Neither the request for it nor an attempt to connect is left
 * then, so that a server that hangs does not use up the pool.
 */
export async function acquireConnection({ client }: Knex, aborted: Promise<never>): Promise<RawConnection> {
  const listRequests = (): PendingAcquire[] =>
    [client.pool?.pendingAcquires ?? [], client.pool?.pendingValidations ?? []].flat();
  const earlierRequests = new Set(listRequests());
  const acquiring: Promise<RawConnection> = client.acquireConnection();
  const request = listRequests().find((candidate) => !earlierRequests.has(candidate));
  try {
    return await Promise.race([acquiring, aborted]);
  } catch (error) {
    acquiring
      .then(
        (unused) => client.releaseConnection(unused),
        () => client.endSurplusAttempt?.(),
      )
      .catch(() => {});
    request?.abort();
    throw error;
  }
}
