import { dialectOf, withMigrationLock } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { mapErrors } from '../errors/error-from.ts';
import { rejectConflictingTables } from './reject-conflicting-tables.ts';

/** A step from the schema of one release to the next. */
export interface Migration {
  readonly name: string;
  up(knex: Knex): Promise<void>;
}

const migrationTable = 'prompt_migrations';

/** Runs the pending migrations, in order. */
export async function runMigrations(migrations: readonly Migration[], knex: Knex): Promise<void> {
  const source: Knex.MigrationSource<Migration> = {
    getMigrations: async () => [...migrations],
    getMigrationName: ({ name }) => name,
    getMigration: async ({ up }) => ({ up, down: async () => {} }),
  };
  await mapErrors(knex, async () => {
    if (dialectOf(knex) === 'sqlite' && !knex.isTransaction) {
      // In WAL mode, readers and writers don't block each other. The mode is stored in the file.
      await knex.raw('pragma journal_mode = wal');
    }
    await withMigrationLock(knex, async (connection) => {
      await rejectConflictingTables(connection);
      const options = { tableName: migrationTable, migrationSource: source };
      // Under the migration lock, knex's own lock can only be held by a process that died.
      if (await connection.schema.hasTable(`${migrationTable}_lock`)) {
        await connection.migrate.forceFreeMigrationsLock(options);
      }
      // Migrations of a newer release may be present: they are not validated against the list.
      await connection.migrate.latest({ ...options, disableTransactions: true, disableMigrationsListValidation: true });
    });
  });
}
