import type { Knex } from 'knex';
import { getSocket, type RawConnection } from './get-socket.ts';

/** The part of knex's pool (tarn) that is used here. */
interface Pool {
  /** The timer that closes idle connections. */
  readonly interval: NodeJS.Timeout | null;
  on(event: 'createSuccess' | 'acquireSuccess', listener: (event: number, connection: RawConnection) => void): void;
  on(event: 'release', listener: (connection: RawConnection) => void): void;
}

/**
 * Lets the process exit while the pool has idle connections. A watch polls forever, so there is always one that has not
 * timed out yet.
 */
export function unrefIdleConnections(knex: Knex): void {
  const pool: Pool | undefined = knex.client.pool;
  // A connection may be idle from the start, if the request for it has timed out.
  pool?.on('createSuccess', (_, connection) => getSocket(connection)?.unref());
  pool?.on('acquireSuccess', (_, connection) => getSocket(connection)?.ref());
  pool?.on('release', (connection) => {
    getSocket(connection)?.unref();
    pool.interval?.unref();
  });
}
