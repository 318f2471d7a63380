import type { Knex } from 'knex';
import { dialectOf } from '../connection/dialect.ts';
import { mapErrors } from '../errors/error-from.ts';
import { alone } from './alone.ts';
import { refuseForeignTables } from './foreign-tables.ts';

/** One step from what an older release left to what this one needs. */
export interface Migration {
  readonly name: string;
  up(knex: Knex): Promise<void>;
}

const migrationTable = 'prompt_migrations';

/** Does what isn't done yet, in order. */
export async function runMigrations(migrations: readonly Migration[], knex: Knex): Promise<void> {
  const source: Knex.MigrationSource<Migration> = {
    getMigrations: async () => [...migrations],
    getMigrationName: ({ name }) => name,
    getMigration: async ({ up }) => ({ up, down: async () => {} }),
  };
  await mapErrors(knex, async () => {
    if (dialectOf(knex) === 'sqlite' && !knex.isTransaction) {
      // Readers aren't kept waiting by writers, nor writers by readers. It stays so in the file.
      await knex.raw('pragma journal_mode = wal');
    }
    await alone(knex, async (connection) => {
      await refuseForeignTables(connection);
      const options = { tableName: migrationTable, migrationSource: source };
      // Nobody else is at it: what is locked was left so by a process that died.
      if (await connection.schema.hasTable(`${migrationTable}_lock`))
        await connection.migrate.forceFreeMigrationsLock(options);
      // Migrations of a newer release of this package are no fault.
      await connection.migrate.latest({ ...options, disableTransactions: true, disableMigrationsListValidation: true });
    });
  });
}
