import type { Knex } from 'knex';
import { tables } from '../history/tables.ts';

/** All that our tables hold of a prompt, the log in its order. */
export async function rowsOf(name: string, knex: Knex) {
  const of = (table: string, ...order: string[]) => knex(table).where({ name }).orderBy(order);
  return {
    prompt: await of(tables.prompts).first(),
    versions: await of(tables.versions, 'version'),
    labels: await of(tables.labels, 'label'),
    changes: await of(tables.changes, 'id'),
  };
}
