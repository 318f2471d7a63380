import { PromptError } from '@prompts/core';
import { dialectOf, type RawConnection, withMigrationLock } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { migrations } from './migrations.ts';
import { tables } from './tables.ts';

/** The version of the schema that this release writes. */
const currentVersion = migrations.length;

/**
 * Creates the tables, or upgrades them to this release. Of several processes, one does it while the others wait.
 * @throws `CONFIG_INVALID` if a newer release has changed them.
 */
export async function migrate(knex: Knex, connection: RawConnection): Promise<void> {
  const version = await knex.transaction(readVersion, { connection } as Knex.TransactionConfig);
  if (version === currentVersion) return;
  await withMigrationLock(knex, upgrade, connection);
}

async function upgrade(transaction: Knex): Promise<void> {
  const version = await readVersion(transaction);
  for (const migration of migrations.slice(version)) await migration(transaction);
  if (version > 0) {
    await transaction(tables.state).update({ schema_version: currentVersion });
    return;
  }
  await transaction.raw(`drop table if exists ${tables.state}`);
  const columns = 'id integer primary key, schema_version integer not null, last_erasure integer not null';
  const engine = dialectOf(transaction) === 'mysql' ? ' engine=InnoDB' : '';
  await transaction.raw(`create table ${tables.state} (${columns})${engine}`);
  await transaction(tables.state).insert({ id: 1, schema_version: currentVersion, last_erasure: 0 });
}

/** @returns 0 if the tables do not exist, or are not complete. */
async function readVersion(transaction: Knex): Promise<number> {
  if (!(await transaction.schema.hasTable(tables.state))) return 0;
  const row = await transaction(tables.state).first('schema_version');
  const version = Number(row?.schema_version ?? 0);
  checkVersion(version);
  return version;
}

/** @throws `CONFIG_INVALID` for a schema that this release does not know. */
export function checkVersion(version: number): void {
  if (version <= currentVersion) return;
  const message = `the tables of analytics have schema version ${version}, and this release knows version ${currentVersion}: upgrade @prompts/analytics`;
  throw new PromptError('CONFIG_INVALID', message);
}
