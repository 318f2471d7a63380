import { onePerAccess } from '@prompts/provider-kit';
import { loadKnexClient, openDatabase, toKnexConfig, unrefIdleConnections } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import type { Connection, DbOptions, DbPool } from '../config.ts';
import { problem } from '../errors/problem.ts';

/** knex's type of a pool, which is narrower than the drivers' types. */
type KnexPool = Knex.PgPoolLike | Knex.MySQLPoolLike;

/** The databases of all entries. Entries with the same connection share one pool. */
export interface DatabaseRegistry {
  /**
   * Returns the database of an entry, and opens it on first use.
   * @throws `CONFIG_INVALID` if neither the entry nor the factory has a connection, or the driver is not installed.
   */
  get(config: { readonly connection?: Connection | undefined }): Promise<Knex>;
  /** Closes the databases that were opened here, but not the app's own knex or pool. */
  close(): Promise<void>;
}

export function createDatabaseRegistry({ connection: defaultConnection, knex, pool }: DbOptions): DatabaseRegistry {
  /** The databases that are open, or opening, by their openers. */
  const opened = new Map<() => Promise<Knex>, Promise<Knex>>();
  const open = onePerAccess((connection: Connection) => {
    const openOnce = () => {
      const opening =
        opened.get(openOnce) ??
        openForReading(connection).catch((error: unknown) => {
          // A connection function that failed is called again for the next load.
          opened.delete(openOnce);
          throw error;
        });
      opened.set(openOnce, opening);
      return opening;
    };
    return openOnce;
  });
  const appDatabase = knex ?? (pool && fromPool(pool));

  return {
    async get({ connection = defaultConnection }) {
      if (connection !== undefined) return open(connection)();
      if (appDatabase) return appDatabase;
      const message =
        "connection is missing: set it in the entry or in db({ connection }), for example to 'sqlite:./prompts.db'";
      throw problem('CONFIG_INVALID', message);
    },
    async close() {
      const opening = [...opened.values()];
      // A later load opens them again.
      opened.clear();
      const databases = await Promise.allSettled(opening);
      await Promise.all(databases.map((database) => database.status === 'fulfilled' && database.value.destroy()));
    },
  };
}

function fromPool(pool: DbPool): Knex {
  const client = loadKnexClient('getConnection' in pool ? 'mysql2' : 'pg');
  return openDatabase({ client, connectionPool: pool as KnexPool });
}

async function openForReading(connection: Connection): Promise<Knex> {
  const knex = openDatabase(await toKnexConfig(connection, { readOnly: true }));
  unrefIdleConnections(knex);
  return knex;
}
