import type { Knex } from 'knex';
import { createNotifications } from './migrations/notifications.ts';
import { createTables } from './migrations/tables.ts';
import { type Migration, runMigrations } from './run-migrations.ts';

/** In the order in which they are done. One that was published never changes; new ones only add. */
export const migrations: readonly Migration[] = [
  { name: '001-tables', up: createTables },
  { name: '002-notifications', up: createNotifications },
];

/**
 * Creates the tables for prompts, or brings them up to date. May be called at every start, by any number of processes at
 * once: one does the work, the others wait for it.
 * @param knex A connection that may create tables: `openDatabase('sqlite:./prompts.db')`, or any knex for SQLite,
 * PostgreSQL, MySQL or MariaDB.
 * @throws PromptError `CONFIG_INVALID` where a table of one of these names is there and is not ours; `FORBIDDEN` without the
 * right to create tables; `UNAVAILABLE` where the server can't be reached.
 */
export async function migratePrompts(knex: Knex): Promise<void> {
  await runMigrations(migrations, knex);
}
