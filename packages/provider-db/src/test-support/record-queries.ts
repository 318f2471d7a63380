import type { Knex } from 'knex';

/** A statement with its values. */
export interface Statement {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

/** Records queries of tables, but not the statements that start, limit and end a transaction. */
export function recordQueries(knex: Knex): Statement[] {
  const queries: Statement[] = [];
  knex.on('query', ({ sql, bindings }: Statement) => {
    if (/\bfrom\b/i.test(sql)) queries.push({ sql, bindings });
  });
  return queries;
}
