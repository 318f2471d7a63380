import type { Knex } from 'knex';
import { type Dialect, dialectOf } from '../connection/dialect.ts';
import type { Statement } from './record-queries.ts';

/** How a database reads its tables for a statement: a line for each step, in its own words. */
export async function planOf(statement: Statement, knex: Knex): Promise<string[]> {
  const dialect = dialectOf(knex);
  const connection = await knex.client.acquireConnection();
  try {
    // Not `raw`, which would look for placeholders in what is ready to be run.
    const { response } = await knex.client.query(connection, {
      sql: `${dialect === 'sqlite' ? 'explain query plan' : 'explain'} ${statement.sql}`,
      bindings: statement.bindings,
    });
    return linesOf[dialect](response);
  } finally {
    await knex.client.releaseConnection(connection);
  }
}

/** Each database's answer, as its driver gives it. */
const linesOf: Readonly<Record<Dialect, (response: unknown) => string[]>> = {
  sqlite: (response) => (response as { detail: string }[]).map(({ detail }) => detail),
  postgres: (response) =>
    (response as { rows: { 'QUERY PLAN': string }[] }).rows.map((row) => row['QUERY PLAN'].trim()),
  mysql: (response) => {
    const [rows] = response as [{ table: string; type: string; key: string | null }[]];
    return rows.map(({ table, type, key }) => `${table} ${type} ${key}`);
  },
};
