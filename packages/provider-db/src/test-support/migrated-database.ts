import type { Knex } from 'knex';
import { afterAll } from 'vitest';
import { type Dialect, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { openDatabase } from '../connection/open-database.ts';
import { migratePrompts } from '../history/migrate.ts';

/** A database with our tables. */
export interface MigratedDatabase extends AsyncDisposable {
  readonly url: string;
  /** May write. */
  readonly knex: Knex;
}

/** Makes a database for one test, which is skipped where the server can't be had. `await using` removes it. */
export async function migratedDatabase(dialect: Dialect): Promise<MigratedDatabase> {
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

/**
 * For the body of a `describe`: one database for all its tests, which take prompts of different names. It is made by the
 * first of them, since only a test can be skipped, and removed after the last.
 */
export function sharedDatabase(dialect: Dialect): () => Promise<Knex> {
  let made: MigratedDatabase | undefined;
  afterAll(() => made?.[Symbol.asyncDispose]());
  return async () => {
    made ??= await migratedDatabase(dialect);
    return made.knex;
  };
}
