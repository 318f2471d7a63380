import { type ListedPrompt, PromptError, type PromptTemplate } from '@prompts/core';
import type { Knex } from 'knex';
import type { TableConfig } from '../config-schema.ts';
import { dialectOf } from '../connection/dialect.ts';
import { problem } from '../errors/problem.ts';
import { attempt } from './attempt.ts';
import { metadataOf, type TextRow, textColumns, textOf } from './template-of.ts';
import { chunkSize } from './wanted.ts';

type Columns = TableConfig['columns'];

/** A table, and how it is read. */
export type TableSource = Pick<TableConfig, 'table' | 'columns'>;

type Id = string | number;

interface Row extends TextRow {
  readonly id: unknown;
  readonly version?: unknown;
}

/** Loads any number of rows of one table by one query. @returns one result for each id, in order. */
export async function loadRows(
  source: TableSource,
  ids: readonly Id[],
  knex: Knex,
): Promise<(PromptTemplate | PromptError)[]> {
  const found = await rowsById(source, ids, textColumnsOf(source.columns, knex), knex);
  return ids.map((id) => {
    const rows = found.get(String(id)) ?? [];
    return attempt(() => templateOf(onlyOne(rows, id, source), source));
  });
}

/** The version of each row as it is now; undefined for what can't be told. One query, no texts. */
export async function versionsOfRows(
  source: TableSource,
  ids: readonly Id[],
  knex: Knex,
): Promise<(string | undefined)[]> {
  const { version } = source.columns;
  if (version === undefined) return ids.map(() => undefined);
  const found = await rowsById(source, ids, [knex.ref(version).as('version')], knex);
  return ids.map((id) => {
    const rows = found.get(String(id)) ?? [];
    return rows.length === 1 ? versionText(rows[0]?.version) : undefined;
  });
}

/** All rows of a table, in the order of their ids, a page at a time. */
export async function listRows(
  config: TableConfig,
  { withTexts }: { readonly withTexts: boolean },
  knex: Knex,
): Promise<ListedPrompt<TableConfig>[]> {
  const { columns } = config;
  const facts = columns.version === undefined ? [] : [knex.ref(columns.version).as('version')];
  // Without a version to compare, only the text tells whether a row changed.
  const wanted = withTexts || columns.version === undefined ? textColumnsOf(columns, knex) : facts;
  const listed: ListedPrompt<TableConfig>[] = [];
  for (let last: Id | undefined; ; ) {
    const query = knex(config.table).select({ id: columns.id }).select(wanted).orderBy(columns.id).limit(chunkSize);
    const rows: Row[] = await (last === undefined ? query : query.where(columns.id, '>', last));
    for (const row of rows) {
      const id = row.id as Id;
      const template = 'size' in row ? attempt(() => templateOf(row, config)) : undefined;
      listed.push({
        name: String(id),
        config: { ...config, id },
        version: versionText(row.version),
        // What is wrong with a text is said when it is loaded by itself.
        ...(template && !PromptError.isInstance(template) && { template }),
      });
    }
    if (rows.length < chunkSize) return listed;
    last = rows.at(-1)?.id as Id;
  }
}

function textColumnsOf({ content, version, metadata }: Columns, knex: Knex): (Knex.Raw | Knex.Ref<string, object>)[] {
  const named = Object.entries({ version, metadata }).flatMap(([as, column]) =>
    column ? [knex.ref(column).as(as)] : [],
  );
  return [knex.raw(textColumns, [content, content, content]), ...named];
}

/**
 * Rows by the text of their ids: databases may fold case or turn texts into numbers, and find more than was asked for. Where
 * more rows than ids come, an id stands in several rows; then each is asked for alone, so that they can't crowd out others.
 */
async function rowsById(
  { table, columns }: TableSource,
  ids: readonly Id[],
  wanted: readonly (Knex.Raw | Knex.Ref<string, object>)[],
  knex: Knex,
): Promise<Map<string, Row[]>> {
  // MySQL compares a text column with a number as numbers: without an index, and '5x' is 5.
  const values = dialectOf(knex) === 'mysql' ? ids.map(String) : ids;
  const unique = [...new Set(values)];
  const ask = (some: readonly Id[]): Promise<Row[]> =>
    knex(table)
      .select({ id: columns.id })
      .select(wanted)
      .whereIn(columns.id, some)
      .limit(some.length + 1);
  let rows = await ask(unique);
  if (rows.length > unique.length && unique.length > 1) {
    rows = [];
    for (const id of unique) rows.push(...(await ask([id])));
  }
  return Map.groupBy(rows, ({ id }) => String(id));
}

function onlyOne(rows: readonly Row[], id: Id, { table, columns }: TableSource): Row {
  const [row, another] = rows;
  const where = `'${table}' with ${columns.id} '${id}'`;
  if (!row) throw problem('NOT_FOUND', `there is no row in ${where}`);
  if (!another) return row;
  const message = `there are several rows in ${where}: name a column that tells them apart as columns.id, or write a query`;
  throw problem('CONFIG_INVALID', message);
}

function templateOf(row: Row, { table, columns }: TableSource): PromptTemplate {
  const where = `'${columns.content}' of '${table}' with ${columns.id} '${row.id}'`;
  return {
    content: textOf(row, where),
    version: versionText(row.version),
    metadata: metadataOf(row.metadata, where),
  };
}

/** A number, a text, an instant: whatever column moves with the text. */
export function versionText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return value instanceof Date ? value.toISOString() : String(value);
}
