/** What knex hands out: a connection of the driver. */
export interface RawConnection {
  /** Of mysql2. */
  readonly stream?: Socket;
  /** Of pg. */
  readonly connection?: { readonly stream?: Socket };
  /** Tells knex's pool not to hand it out again. */
  __knex__disposed?: unknown;
}

interface Socket {
  destroy(): void;
  ref(): void;
  unref(): void;
}

/** @returns undefined for a database that runs within the process. */
export function socketOf({ stream, connection }: RawConnection): Socket | undefined {
  return stream ?? connection?.stream;
}
