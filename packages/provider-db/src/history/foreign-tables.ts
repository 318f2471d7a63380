import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';
import { tables } from './tables.ts';

/** By which columns our tables are known. */
const marks: Readonly<Record<string, readonly string[]>> = {
  [tables.prompts]: ['name', 'latest_version'],
  [tables.versions]: ['name', 'version', 'content', 'hash'],
  [tables.labels]: ['name', 'label', 'version'],
  [tables.changes]: ['name', 'action', 'version', 'label'],
};

/** @throws `CONFIG_INVALID` where a table has one of our names and is somebody else's. */
export async function refuseForeignTables(knex: Knex): Promise<void> {
  for (const [table, columns] of Object.entries(marks)) {
    const present = Object.keys(await knex(table).columnInfo());
    if (present.length === 0 || columns.every((column) => present.includes(column))) continue;
    const message = `there is a table '${table}' already that is not this package's: use another schema or database, or read that table with { table, id, columns }`;
    throw problem('CONFIG_INVALID', message);
  }
}
