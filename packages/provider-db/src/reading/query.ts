import type { PromptTemplate } from '@prompts/core';
import type { Knex } from 'knex';
import type { QueryConfig } from '../config-schema.ts';
import { problem } from '../errors/problem.ts';
import { versionText } from './table.ts';
import { largestText, metadataOf, textOf } from './template-of.ts';

/**
 * Runs a query as a subquery: whatever is no SELECT is a syntax error there, and no more than two rows are read.
 * @throws `NOT_FOUND` for no row, `CONFIG_INVALID` for several, or for a row that can't be told.
 */
export async function loadByQuery({ query, bindings }: QueryConfig, knex: Knex): Promise<PromptTemplate> {
  const rows: Record<string, unknown>[] = await knex
    .from(knex.raw(`(${query}) as prompt`, bindings as Knex.RawBinding[]))
    .select('*')
    .limit(2);
  const [row, another] = rows;
  if (!row) throw problem('NOT_FOUND', 'the query gave no row');
  if (another) throw problem('CONFIG_INVALID', 'the query gave several rows: add a condition, or limit 1');
  const names = Object.keys(row);
  const column = names.length === 1 ? (names[0] as string) : 'content';
  if (!Object.hasOwn(row, column)) {
    throw problem('CONFIG_INVALID', `the query gave ${names.join(', ')}: call the text's column content`);
  }
  const given = row[column];
  const size = typeof given === 'string' ? Buffer.byteLength(given) : 0;
  const where = `'${column}' of the query's row`;
  return {
    content: textOf({ content: size > largestText ? null : given, size }, where),
    version: versionText(row.version),
    metadata: metadataOf(row.metadata, where),
  };
}
