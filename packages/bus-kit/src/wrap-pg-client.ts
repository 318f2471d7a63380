import type { Connection } from './connection.ts';

/** The part of a client of the package `pg` that is used. */
export interface PgClient {
  on(event: 'end' | 'error', listener: () => void): unknown;
  on(event: 'notification', listener: (notification: { readonly payload?: string | undefined }) => void): unknown;
  query(text: string): Promise<unknown>;
}

/** A connection to PostgreSQL that can LISTEN. */
export interface PgConnection extends Connection {
  /**
   * Called at most once.
   * @param channel The name of the channel, unquoted.
   * @param listener Receives the payload of each notification.
   */
  listen(channel: string, listener: (payload: string) => void): Promise<void>;
}

/**
 * Makes a connection for `keepListening` from a client of the package `pg`, which may connect later.
 * @param socket The client's socket. It is destroyed to end the connection: the client's own `end()` waits for the server.
 */
export function wrapPgClient(client: PgClient, socket: { destroy(): unknown; unref(): unknown }): PgConnection {
  const lost = Promise.withResolvers<void>();
  const end = () => {
    socket.destroy();
    lost.resolve();
  };
  client.on('error', end);
  client.on('end', end);
  socket.unref();
  return {
    async listen(channel, listener) {
      client.on('notification', ({ payload = '' }) => listener(payload));
      await client.query(`listen "${channel.replaceAll('"', '""')}"`);
    },
    async ping() {
      await client.query('select 1');
    },
    lost: lost.promise,
    end,
  };
}
