import { openDatabase } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { afterAll } from 'vitest';
import { type Dialect, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { migratePrompts } from '../history/migrate.ts';

/** A database with the package's tables. */
export interface MigratedDatabase extends AsyncDisposable {
  readonly url: string;
  /** A connection that may write. */
  readonly knex: Knex;
}

/** Creates a database for one test, which is skipped if the server is not available. `await using` drops it. */
export async function createMigratedDatabase(dialect: Dialect): Promise<MigratedDatabase> {
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
 * Provides one database for all tests of a `describe`, which use prompts of different names. The first test creates it, since
 * only a test can be skipped.
 */
export function useSharedDatabase(dialect: Dialect): () => Promise<Knex> {
  let database: MigratedDatabase | undefined;
  afterAll(() => database?.[Symbol.asyncDispose]());
  return async () => {
    database ??= await createMigratedDatabase(dialect);
    return database.knex;
  };
}
