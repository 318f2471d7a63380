import type { ListedPrompt, PromptError, PromptTemplate } from '@prompts/core';
import type { Knex } from 'knex';
import type { TableConfig } from '../config-schema.ts';
import { problem } from '../errors/problem.ts';
import { catchPromptError } from './catch-prompt-error.ts';
import { parseMetadataColumn, parseText, selectJsonText, selectText, toVersionString } from './column-values.ts';
import { toId } from './exact-values.ts';
import { findRows, type Id, type Row, type SelectedColumns, selectRows, type TableSource } from './find-rows.ts';
import type { ListOptions } from './list-options.ts';
import { maxRowsPerQuery, maxVersionsPerQuery, readPages } from './read-pages.ts';
import { withTemplate } from './with-template.ts';

/**
 * Loads rows of one table with one query.
 * @returns One result per id, in order.
 */
export async function loadRows(
  source: TableSource,
  ids: readonly Id[],
  knex: Knex,
): Promise<(PromptTemplate | PromptError)[]> {
  const found = await findRows(source, ids, templateColumns(source, knex), knex);
  return ids.map((id, index) =>
    catchPromptError(() => toTemplate(requireSingleRow(found[index] as Row[], id, source), source)),
  );
}

/**
 * Reads the current version of each row with one query, without texts.
 * @returns One version per id, in order; undefined if the row is missing, not unique, or the table has no version column.
 */
export async function loadRowVersions(
  source: TableSource,
  ids: readonly Id[],
  knex: Knex,
): Promise<(string | undefined)[]> {
  const { version } = source.columns;
  if (version === undefined) return ids.map(() => undefined);
  const found = await findRows(source, ids, [knex.ref(version).as('version')], knex);
  return found.map((rows) => (rows.length === 1 ? toVersionString(rows[0]?.version) : undefined));
}

/** Lists all rows of a table, ordered by id. */
export async function listRows(
  config: TableConfig,
  options: ListOptions,
  knex: Knex,
): Promise<ListedPrompt<TableConfig>[]> {
  const { columns } = config;
  // Without a version column, a change can only be seen in the text.
  const withTexts = options.withTexts || columns.version === undefined;
  const selected = withTexts ? templateColumns(config, knex) : [knex.ref(columns.version as string).as('version')];
  // Without an index, each page costs a scan of the table.
  const pageSize = withTexts ? maxRowsPerQuery : maxVersionsPerQuery;
  const pages = readPages<Row>((last) => {
    const query = selectRows(config, selected, knex).orderBy(columns.id).limit(pageSize);
    return last === undefined ? query : query.where(columns.id, '>', toId(last.id));
  }, pageSize);
  const listed: ListedPrompt<TableConfig>[] = [];
  for await (const rows of pages) {
    for (const row of rows) {
      const member = {
        name: String(row.id),
        config: { ...config, id: toId(row.id) },
        version: toVersionString(row.version),
      };
      listed.push(withTexts ? withTemplate(member, () => toTemplate(row, config)) : member);
    }
  }
  return listed;
}

/** What to do if reading rows takes too long. */
export function indexAdvice({ table, columns, where = {} }: TableSource): string {
  const names = [...Object.keys(where), columns.id];
  return `add an index on ${names.join(', ')} to '${table}'`;
}

function templateColumns({ columns: { content, version, metadata } }: TableSource, knex: Knex): SelectedColumns {
  const optional = Object.entries({ version, metadata }).flatMap(([alias, column]) =>
    column ? [knex.ref(column).as(alias)] : [],
  );
  return [selectText(splitContent(content).column, knex), ...optional];
}

/** Splits the name of a column from the JSON pointer that may follow. */
function splitContent(content: string): { column: string; pointer: string } {
  const [column = ''] = content.split('/', 1);
  return { column, pointer: content.slice(column.length) };
}

function requireSingleRow(rows: readonly Row[], id: Id, { table, columns, where = {} }: TableSource): Row {
  const [row, secondRow] = rows;
  const conditions = Object.entries({ [columns.id]: id, ...where }).map(([column, value]) => `${column} '${value}'`);
  const description = `'${table}' with ${conditions.join(' and ')}`;
  if (!row) throw problem('NOT_FOUND', `there is no row in ${description}`);
  if (!secondRow) return row;
  const message = `there are several rows in ${description}: set columns.id to a column with unique values, or use a query`;
  throw problem('CONFIG_INVALID', message);
}

function toTemplate(row: Row, { table, columns }: TableSource): PromptTemplate {
  const { column, pointer } = splitContent(columns.content);
  const description = `'${column}' of '${table}' with ${columns.id} '${row.id}'`;
  return {
    content: selectJsonText(parseText(row, description), pointer, description),
    version: toVersionString(row.version),
    metadata: parseMetadataColumn(row.metadata, description),
  };
}
