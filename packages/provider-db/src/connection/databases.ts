import { onePerAccess, Secret } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import type { Connection, DbOptions, DbPool } from '../config.ts';
import { problem } from '../errors/problem.ts';
import { knexConfigOf } from './address.ts';
import { clientOf } from './driver-client.ts';
import { holdNoProcess } from './hold-no-process.ts';
import { openDatabase } from './open-database.ts';

/** What knex says it takes: its types are narrower than those of the drivers. */
type KnexPool = Knex.PgPoolLike | Knex.MySQLPoolLike;

/** The databases that entries read: one pool each, however many entries. */
export interface Databases {
  /** @throws `CONFIG_INVALID` where neither the entry nor the factory names one, or its driver isn't installed. */
  of(config: { readonly connection?: Connection | undefined }): Promise<Knex>;
  /** Ends what was opened here; not what the app brought. */
  close(): Promise<void>;
}

export function createDatabases({ connection: home, knex, pool }: DbOptions): Databases {
  const opened = new Set<Promise<Knex>>();
  const open = onePerAccess((connection: Connection) => {
    let opening: Promise<Knex> | undefined;
    return () => {
      opening ??= openForReading(connection).catch((error: unknown) => {
        // A function that failed once may have an answer later.
        opening = undefined;
        throw error;
      });
      opened.add(opening);
      return opening;
    };
  });
  const brought =
    knex ??
    (pool && openDatabase({ client: clientOf(isOfMySql(pool) ? 'mysql2' : 'pg'), connectionPool: pool as KnexPool }));

  return {
    async of({ connection = home }) {
      if (connection !== undefined) return open(connection)();
      if (brought) return brought;
      const message =
        "names no database: give connection, such as 'sqlite:./prompts.db', to the entry or to db({ connection })";
      throw problem('CONFIG_INVALID', message);
    },
    async close() {
      const databases = await Promise.allSettled(opened);
      opened.clear();
      await Promise.all(databases.map((database) => database.status === 'fulfilled' && database.value.destroy()));
    },
  };
}

async function openForReading(connection: Connection): Promise<Knex> {
  const knex = openDatabase(await configOf(connection));
  holdNoProcess(knex);
  return knex;
}

async function configOf(connection: Connection): Promise<Knex.Config> {
  if (typeof connection === 'object' && !(connection instanceof Secret)) return connection;
  const secret = new Secret(connection);
  const settings = async () => knexConfigOf(await secret.reveal(), { readOnly: true });
  const config = await settings();
  if (typeof connection === 'string') return config;
  const Client = config.client as typeof Knex.Client;
  return {
    ...config,
    // Asked for each new connection: a password that is rotated needs no restart.
    client: class extends Client {
      override async acquireRawConnection(): Promise<unknown> {
        this.connectionSettings = (await settings()).connection as object;
        return super.acquireRawConnection();
      }
    },
  };
}

function isOfMySql(pool: DbPool): boolean {
  return 'getConnection' in pool;
}
