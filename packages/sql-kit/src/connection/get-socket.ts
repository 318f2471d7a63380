/** A driver's connection, as kept in knex's pool. */
export interface RawConnection {
  /** Set by mysql2. */
  readonly stream?: Socket;
  /** Set by pg. */
  readonly connection?: { readonly stream?: Socket };
  /** Any value keeps knex's pool from reusing the connection. */
  __knex__disposed?: unknown;
}

interface Socket {
  destroy(): void;
  ref(): void;
  unref(): void;
}

/** Returns the socket of a connection, or undefined for a database that runs in this process. */
export function getSocket({ stream, connection }: RawConnection): Socket | undefined {
  return stream ?? connection?.stream;
}
