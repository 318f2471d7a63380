import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';
import { tables } from './tables.ts';

/** Columns by which the package's own tables are recognised. */
const requiredColumns: Readonly<Record<string, readonly string[]>> = {
  [tables.prompts]: ['name', 'latest_version'],
  [tables.versions]: ['name', 'version', 'content', 'hash'],
  [tables.labels]: ['name', 'label', 'version'],
  [tables.changes]: ['name', 'action', 'version', 'label'],
};

/** @throws `CONFIG_INVALID` if another application's table has the name of one of the package's tables. */
export async function rejectConflictingTables(knex: Knex): Promise<void> {
  for (const [table, columns] of Object.entries(requiredColumns)) {
    const present = Object.keys(await knex(table).columnInfo());
    if (present.length === 0 || columns.every((column) => present.includes(column))) continue;
    const message = `a table '${table}' already exists and was not created by this package: use another schema or database, or read that table with { table, id, columns }`;
    throw problem('CONFIG_INVALID', message);
  }
}
