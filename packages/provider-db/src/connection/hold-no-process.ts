import type { Knex } from 'knex';
import { type RawConnection, socketOf } from './socket-of.ts';

/** What is used of knex's pool, which is one of tarn. */
interface Pool {
  /** Looks for connections that have been idle for long. */
  readonly interval: NodeJS.Timeout | null;
  on(event: 'createSuccess' | 'acquireSuccess', listener: (event: number, connection: RawConnection) => void): void;
  on(event: 'release', listener: (connection: RawConnection) => void): void;
}

/** Lets an app that has nothing else to do end while connections are open that nobody uses: a watch keeps one in use for ever. */
export function holdNoProcess(knex: Knex): void {
  const pool: Pool | undefined = knex.client.pool;
  // One that comes when nobody waits for it any longer is idle from the first.
  pool?.on('createSuccess', (_, connection) => socketOf(connection)?.unref());
  pool?.on('acquireSuccess', (_, connection) => socketOf(connection)?.ref());
  pool?.on('release', (connection) => {
    socketOf(connection)?.unref();
    pool.interval?.unref();
  });
}
