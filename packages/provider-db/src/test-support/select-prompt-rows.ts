import type { Knex } from 'knex';
import { tables } from '../history/tables.ts';

/** Selects all rows of a prompt. */
export async function selectPromptRows(name: string, knex: Knex) {
  const select = (table: string, ...order: string[]) => knex(table).where({ name }).orderBy(order);
  return {
    prompt: await select(tables.prompts).first(),
    versions: await select(tables.versions, 'version'),
    labels: await select(tables.labels, 'label'),
    changes: await select(tables.changes, 'id'),
  };
}
