import type { PromptTemplate } from '@prompts/core';
import { dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import type { QueryConfig } from '../config-schema.ts';
import { problem } from '../errors/problem.ts';
import { maxTextBytes, parseMetadataColumn, parseText, toVersionString } from './column-values.ts';
import { withExactValues } from './exact-values.ts';
import { findStructureError } from './validate-query.ts';

/**
 * Loads the single row of a query. The query runs as a subquery, where anything but a SELECT is a syntax error, and at most
 * two rows are read.
 * @throws `NOT_FOUND` if there is no row; `CONFIG_INVALID` if there are several, or if none of several columns is called
 * `content`; `CONTENT_INVALID` if the value is not text.
 */
export async function loadByQuery({ query, bindings }: QueryConfig, knex: Knex): Promise<PromptTemplate> {
  const error = findStructureError(query, dialectOf(knex));
  if (error !== undefined) throw problem('CONFIG_INVALID', `query ${error}`);
  const source = knex.raw(`(${query}) as prompt`, bindings as Knex.RawBinding[]);
  const rows: Record<string, unknown>[] = await withExactValues(knex.from(source), knex).select('*').limit(2);
  const [row, secondRow] = rows;
  if (!row) throw problem('NOT_FOUND', 'the query returned no rows: check its conditions and bindings');
  if (secondRow) throw problem('CONFIG_INVALID', 'the query returned several rows: add a condition, or limit 1');
  const names = Object.keys(row);
  const column = names.length === 1 ? (names[0] as string) : 'content';
  if (!Object.hasOwn(row, column)) {
    throw problem(
      'CONFIG_INVALID',
      `the query returned the columns ${names.join(', ')}: select the text column as content`,
    );
  }
  const value = row[column];
  const size = typeof value === 'string' ? Buffer.byteLength(value) : 0;
  const description = `'${column}' of the query's row`;
  return {
    content: parseText({ content: size > maxTextBytes ? null : value, size }, description),
    version: toVersionString(row.version),
    metadata: parseMetadataColumn(row.metadata, description),
  };
}
