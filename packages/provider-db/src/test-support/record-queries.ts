import type { Knex } from 'knex';

/** A statement that was run, with its values. */
export interface Statement {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

/** Records what is asked of the tables: not what begins, bounds and ends a transaction. */
export function recordQueries(knex: Knex): Statement[] {
  const asked: Statement[] = [];
  knex.on('query', ({ sql, bindings }: Statement) => {
    if (/\bfrom\b/i.test(sql)) asked.push({ sql, bindings });
  });
  return asked;
}
