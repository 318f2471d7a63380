import type { PromptTemplate } from '@prompts/core';
import { selectString } from '@prompts/provider-kit';
import { dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';
import { parseMetadata } from '../history/parse-metadata.ts';

/** Larger texts are not fetched from the database. Core's own limit, `cache.maxBytes`, is lower by default. */
export const maxTextBytes = 16 * 1024 * 1024;

/** A row with a text, as returned by the driver. */
export interface TextRow {
  /** Null also for a text of more than `maxTextBytes`. */
  readonly content: unknown;
  /** The length of the text in bytes. */
  readonly size: unknown;
  readonly metadata?: unknown;
}

/** Returns the select list for a {@link TextRow}. */
export function selectText(column: string, knex: Knex): Knex.Raw {
  // PostgreSQL has no length of JSON.
  const size = dialectOf(knex) === 'postgres' ? 'octet_length(??::text)' : 'octet_length(??)';
  const sql = `${size} as size, case when ${size} <= ${maxTextBytes} then ?? end as content`;
  return knex.raw(sql, [column, column, column]);
}

/**
 * Returns the text that a JSON pointer (RFC 6901) selects in a JSON text; with an empty pointer, all of it.
 * @throws `CONTENT_INVALID` if it is not valid JSON, or has no string there.
 */
export function selectJsonText(json: string, pointer: string, description: string): string {
  if (pointer === '') return json;
  const invalid = (fault: string) => problem('CONTENT_INVALID', `${description}, '${pointer}': ${fault}`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw invalid('the column is not valid JSON');
  }
  return selectString(value, pointer, invalid);
}

/**
 * Returns the text of a row.
 * @param description The row, as error messages call it.
 * @throws `CONTENT_INVALID` if the value is NULL, not text, or larger than `maxTextBytes`.
 */
export function parseText({ content, size }: TextRow, description: string): string {
  if (typeof content === 'string') return content;
  if (Number(size) > maxTextBytes) {
    throw problem('CONTENT_INVALID', `${description} is larger than ${maxTextBytes} bytes: shorten it`);
  }
  if (content === null || content === undefined) throw problem('CONTENT_INVALID', `${description} is NULL: set a text`);
  const actual = content instanceof Uint8Array ? 'binary data' : `a ${typeof content}`.replace('bigint', 'number');
  throw problem('CONTENT_INVALID', `${description} is ${actual}, but a prompt must be text`);
}

/**
 * Parses a metadata column.
 * @throws `CONTENT_INVALID` if it is not valid JSON.
 */
export function parseMetadataColumn(stored: unknown, description: string): PromptTemplate['metadata'] {
  try {
    return parseMetadata(stored);
  } catch {
    throw problem('CONTENT_INVALID', `the metadata of ${description} is not valid JSON`);
  }
}

/** Converts the exact value of a version column. */
export function toVersionString(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}
