import type { ListedPrompt, PromptError, PromptTemplate } from '@prompts/core';
import type { Knex } from 'knex';
import type { TableConfig } from '../config-schema.ts';
import { dialectOf } from '../connection/dialect.ts';
import { problem } from '../errors/problem.ts';
import { catchPromptError } from './catch-prompt-error.ts';
import { parseMetadataColumn, parseText, type TextRow, textColumns, toVersionString } from './column-values.ts';
import type { ListOptions } from './list-options.ts';
import { maxRowsPerQuery, readPages } from './read-pages.ts';
import { withTemplate } from './with-template.ts';

/** A table and the names of its columns. */
type TableSource = Pick<TableConfig, 'table' | 'columns'>;

type Id = string | number;

type SelectedColumns = readonly (Knex.Raw | Knex.Ref<string, object>)[];

interface Row extends TextRow {
  readonly id: Id;
  readonly version?: unknown;
}

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
  return ids.map((id) => {
    const rows = found.get(String(id)) ?? [];
    return catchPromptError(() => toTemplate(requireSingleRow(rows, id, source), source));
  });
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
  return ids.map((id) => {
    const rows = found.get(String(id)) ?? [];
    return rows.length === 1 ? toVersionString(rows[0]?.version) : undefined;
  });
}

/** Lists all rows of a table, ordered by id. */
export async function listRows(
  config: TableConfig,
  options: ListOptions,
  knex: Knex,
): Promise<ListedPrompt<TableConfig>[]> {
  const { table, columns } = config;
  // Without a version column, a change can only be seen in the text.
  const withTexts = options.withTexts || columns.version === undefined;
  const selected = withTexts ? templateColumns(config, knex) : [knex.ref(columns.version as string).as('version')];
  const pages = readPages<Row>((last) => {
    const query = knex(table).select({ id: columns.id }).select(selected).orderBy(columns.id).limit(maxRowsPerQuery);
    return last === undefined ? query : query.where(columns.id, '>', last.id);
  });
  const listed: ListedPrompt<TableConfig>[] = [];
  for await (const rows of pages) {
    for (const row of rows) {
      const member = {
        name: String(row.id),
        config: { ...config, id: row.id },
        version: toVersionString(row.version),
      };
      listed.push(withTexts ? withTemplate(member, () => toTemplate(row, config)) : member);
    }
  }
  return listed;
}

function templateColumns({ columns: { content, version, metadata } }: TableSource, knex: Knex): SelectedColumns {
  const optional = Object.entries({ version, metadata }).flatMap(([alias, column]) =>
    column ? [knex.ref(column).as(alias)] : [],
  );
  return [knex.raw(textColumns, [content, content, content]), ...optional];
}

/**
 * Finds rows by their ids. The result is keyed by the id as a string, because databases may ignore case or convert strings to
 * numbers, and so return rows that were not requested. More rows than ids mean that some id is not unique. Each id is then
 * queried separately, so that its rows do not use up the limit of the others.
 */
async function findRows(
  { table, columns }: TableSource,
  ids: readonly Id[],
  selected: SelectedColumns,
  knex: Knex,
): Promise<Map<string, Row[]>> {
  // MySQL compares a text column with a number numerically: it uses no index, and '5x' equals 5.
  const values = dialectOf(knex) === 'mysql' ? ids.map(String) : ids;
  const uniqueIds = [...new Set(values)];
  const query = (someIds: readonly Id[]): Promise<Row[]> =>
    knex(table)
      .select({ id: columns.id })
      .select(selected)
      .whereIn(columns.id, someIds)
      .limit(someIds.length + 1);
  let rows = await query(uniqueIds);
  if (rows.length > uniqueIds.length && uniqueIds.length > 1) {
    rows = [];
    for (const id of uniqueIds) rows.push(...(await query([id])));
  }
  return Map.groupBy(rows, ({ id }) => String(id));
}

function requireSingleRow(rows: readonly Row[], id: Id, { table, columns }: TableSource): Row {
  const [row, secondRow] = rows;
  const description = `'${table}' with ${columns.id} '${id}'`;
  if (!row) throw problem('NOT_FOUND', `there is no row in ${description}`);
  if (!secondRow) return row;
  const message = `there are several rows in ${description}: set columns.id to a column with unique values, or use a query`;
  throw problem('CONFIG_INVALID', message);
}

function toTemplate(row: Row, { table, columns }: TableSource): PromptTemplate {
  const description = `'${columns.content}' of '${table}' with ${columns.id} '${row.id}'`;
  return {
    content: parseText(row, description),
    version: toVersionString(row.version),
    metadata: parseMetadataColumn(row.metadata, description),
  };
}
