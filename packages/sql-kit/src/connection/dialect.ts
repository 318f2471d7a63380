import { PromptError } from '@prompts/core';
import type { Knex } from 'knex';

/** The SQL dialects that this package supports. `mysql` includes MariaDB. */
export type Dialect = 'sqlite' | 'postgres' | 'mysql';

const dialects: Readonly<Record<string, Dialect>> = { sqlite3: 'sqlite', postgresql: 'postgres', mysql: 'mysql' };

/** @throws `CONFIG_INVALID` for an unsupported database. */
export function dialectOf(knex: Knex): Dialect {
  const { dialect } = knex.client as Knex.Client;
  const supported = dialects[dialect];
  if (supported) return supported;
  const message = `the knex dialect '${dialect}' is not supported: use SQLite, PostgreSQL, MySQL or MariaDB`;
  throw new PromptError('CONFIG_INVALID', message);
}
