import type { Knex } from 'knex';
import { type Dialect, dialectOf } from '../connection/dialect.ts';
import { mapErrors } from '../errors/error-from.ts';
import { problem } from '../errors/problem.ts';
import { createNotifications } from './migrations/notifications.ts';
import { createTables } from './migrations/tables.ts';
import { tables } from './tables.ts';

/** In the order in which they are done. One that was published never changes; new ones only add. */
const migrations: readonly { readonly name: string; up(knex: Knex): Promise<void> }[] = [
  { name: '001-tables', up: createTables },
  { name: '002-notifications', up: createNotifications },
];

const migrationTable = 'prompt_migrations';

/**
 * Creates the tables for prompts, or brings them up to date. May be called at every start, by any number of processes at
 * once: one does the work, the others wait for it.
 * @param knex A connection that may create tables: `openDatabase('sqlite:./prompts.db')`, or any knex for SQLite,
 * PostgreSQL, MySQL or MariaDB.
 * @throws PromptError `CONFIG_INVALID` where a table of one of these names is there and is not ours; `FORBIDDEN` without the
 * right to create tables; `UNAVAILABLE` where the server can't be reached.
 */
export async function migratePrompts(knex: Knex): Promise<void> {
  const source: Knex.MigrationSource<(typeof migrations)[number]> = {
    getMigrations: async () => [...migrations],
    getMigrationName: ({ name }) => name,
    getMigration: async ({ up }) => ({ up, down: async () => {} }),
  };
  await mapErrors(knex, () =>
    alone(knex, async (connection) => {
      await refuseForeignTable(connection);
      const options = { tableName: migrationTable, migrationSource: source };
      // Nobody else is at it: what is locked was left so by a process that died.
      if (await connection.schema.hasTable(`${migrationTable}_lock`))
        await connection.migrate.forceFreeMigrationsLock(options);
      // Migrations of a newer release of this package are no fault.
      await connection.migrate.latest({ ...options, disableTransactions: true, disableMigrationsListValidation: true });
    }),
  );
}

async function refuseForeignTable(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasTable(tables.prompts)) || (await knex.schema.hasColumn(tables.prompts, 'latest_version')))
    return;
  const message = `there is a table '${tables.prompts}' already that is not this package's: use another schema or database, or read that table with { table, id, columns }`;
  throw problem('CONFIG_INVALID', message);
}

/** Any number that nobody else locks. */
const lockNumber = 7_308_332_045;
const lockName = 'prompts-migrations';

/** Keeps others out until the work is done, and takes back what was begun where the database can (not MySQL). */
const locks: Readonly<Record<Dialect, { before: readonly string[]; after: readonly string[] }>> = {
  postgres: { before: [`select pg_advisory_xact_lock(${lockNumber})`], after: [] },
  mysql: { before: [`select get_lock('${lockName}', 60)`], after: [`select release_lock('${lockName}')`] },
  // Whoever writes first keeps all others waiting until it commits.
  sqlite: {
    before: [`create table ${migrationTable}_guard (id integer)`, `drop table ${migrationTable}_guard`],
    after: [],
  },
};

async function alone(knex: Knex, work: (connection: Knex) => Promise<void>): Promise<void> {
  const dialect = dialectOf(knex);
  const { before, after } = locks[dialect];
  if (dialect === 'sqlite' && !knex.isTransaction) {
    // Readers aren't kept waiting by writers, nor writers by readers. It stays so in the file.
    await knex.raw('pragma journal_mode = wal');
  }
  await knex.transaction(async (transaction) => {
    for (const statement of before) await transaction.raw(statement);
    try {
      await work(transaction);
    } finally {
      for (const statement of after) await transaction.raw(statement);
    }
  });
}
