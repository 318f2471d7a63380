import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';

/** The kinds of SQL this package speaks. MariaDB counts as MySQL. */
export type Dialect = 'sqlite' | 'postgres' | 'mysql';

const dialects: Readonly<Record<string, Dialect>> = { sqlite3: 'sqlite', postgresql: 'postgres', mysql: 'mysql' };

/** @throws `CONFIG_INVALID` for a database this package doesn't know. */
export function dialectOf(knex: Knex): Dialect {
  const { dialect } = knex.client as Knex.Client;
  const known = dialects[dialect];
  if (known) return known;
  const message = `a knex of dialect '${dialect}' can't be used: SQLite, PostgreSQL, MySQL and MariaDB can`;
  throw problem('CONFIG_INVALID', message);
}
