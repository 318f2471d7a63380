import type { Knex } from 'knex';
import { type Dialect, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { openDatabase } from '../connection/open-database.ts';
import { migratePrompts } from '../history/migrate.ts';

/** A database with our tables. */
export interface PreparedDatabase extends AsyncDisposable {
  readonly url: string;
  /** May do everything. */
  readonly knex: Knex;
}

/** Makes a database and our tables in it. */
export async function preparedDatabase(dialect: Dialect): Promise<PreparedDatabase> {
  const { url, drop } = await freshDatabase(dialect);
  const knex = openDatabase(url);
  await migratePrompts(knex);
  return {
    url,
    knex,
    async [Symbol.asyncDispose]() {
      await knex.destroy();
      await drop();
    },
  };
}
