import type { Knex } from 'knex';
import { createNotificationTriggers } from './migrations/create-notification-triggers.ts';
import { createTables } from './migrations/create-tables.ts';
import { type Migration, runMigrations } from './run-migrations.ts';

/** All migrations, in order. A released migration never changes; later ones only add to the schema. */
export const migrations: readonly Migration[] = [
  { name: '001-tables', up: createTables },
  { name: '002-notifications', up: createNotificationTriggers },
];

/**
 * Creates the tables for published prompts, or upgrades them to this release. Safe to call at every start, by any number of
 * processes: one of them runs the migrations while the others wait.
 *
 * @example
 * const knex = openDatabase('sqlite:./prompts.db');
 * await migratePrompts(knex);
 * await knex.destroy();
 *
 * @param knex A knex for SQLite, PostgreSQL, MySQL or MariaDB, such as `openDatabase` returns. Its user must be allowed to
 * create tables and, on PostgreSQL, functions and triggers.
 * @throws PromptError `CONFIG_INVALID` if another application's table has one of the names; `FORBIDDEN` without permission to
 * create tables; `AUTH_FAILED` if the credentials are rejected; `UNAVAILABLE` if the server can't be reached.
 */
export async function migratePrompts(knex: Knex): Promise<void> {
  await runMigrations(migrations, knex);
}
