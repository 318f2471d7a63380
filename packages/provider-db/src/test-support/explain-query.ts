import { type Dialect, dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import type { Statement } from './record-queries.ts';

/** Returns the database's query plan for a statement: one line per step. */
export async function explainQuery(statement: Statement, knex: Knex): Promise<string[]> {
  const dialect = dialectOf(knex);
  const connection = await knex.client.acquireConnection();
  try {
    // `raw` would look for placeholders, but the statement is compiled already.
    const { response } = await knex.client.query(connection, {
      sql: `${dialect === 'sqlite' ? 'explain query plan' : 'explain'} ${statement.sql}`,
      bindings: statement.bindings,
    });
    return parsePlan[dialect](response);
  } finally {
    await knex.client.releaseConnection(connection);
  }
}

/** Parses the result of `explain`, as returned by the driver. */
const parsePlan: Readonly<Record<Dialect, (response: unknown) => string[]>> = {
  sqlite: (response) => (response as { detail: string }[]).map(({ detail }) => detail),
  postgres: (response) =>
    (response as { rows: { 'QUERY PLAN': string }[] }).rows.map((row) => row['QUERY PLAN'].trim()),
  mysql: (response) => {
    const [rows] = response as [{ table: string; type: string; key: string | null }[]];
    return rows.map(({ table, type, key }) => `${table} ${type} ${key}`);
  },
};
