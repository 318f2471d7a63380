import { inChunks } from '@prompts/provider-kit';
import { dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import type { TableConfig } from '../config-schema.ts';
import type { TextRow } from './column-values.ts';
import { withExactValues } from './exact-values.ts';

/** The rows of a table that a config may read. */
export type TableSource = Pick<TableConfig, 'table' | 'columns' | 'where'>;

export type Id = string | number;

export type SelectedColumns = readonly (Knex.Raw | Knex.Ref<string, object>)[];

export interface Row extends TextRow {
  readonly id: Id | bigint;
  readonly version?: unknown;
}

/** SQLite accepts at most 500 terms of a `union all`. */
const maxSeparateIds = 100;

/** Selects columns of the rows, as exact values. */
export function selectRows(
  { table, columns, where = {} }: TableSource,
  selected: SelectedColumns,
  knex: Knex,
): Knex.QueryBuilder {
  const conditions = Object.entries(where).map(([column, value]) => [column, toQueryValue(value, knex)]);
  return withExactValues(knex(table), knex)
    .select({ id: columns.id })
    .select(selected)
    .where(Object.fromEntries(conditions));
}

/**
 * Finds the rows that the database considers equal to each id: it may ignore case, padding or the notation of a number.
 * @returns At most two rows per id, in order. A second row means that the id is not unique.
 */
export async function findRows(
  source: TableSource,
  ids: readonly Id[],
  selected: SelectedColumns,
  knex: Knex,
): Promise<readonly Row[][]> {
  const values = ids.map((id) => (isStorable(id, knex) ? (toQueryValue(id, knex) as Id) : undefined));
  const uniqueIds = [...new Set(values.filter((value) => value !== undefined))];
  const rows: Row[] = await selectRows(source, selected, knex)
    .whereIn(source.columns.id, uniqueIds)
    .limit(uniqueIds.length + 1);
  const byId = Map.groupBy(rows, ({ id }) => String(id));
  const requested = new Set(uniqueIds.map(String));
  const isExact = byId.size === rows.length && rows.every(({ id }) => requested.has(String(id)));
  const isUnclear = (id: Id) => rows.length > 0 && !(isExact && byId.has(String(id)));
  const separate = await findSeparately(source, uniqueIds.filter(isUnclear), selected, knex);
  return values.map((id) => (id === undefined ? [] : (separate.get(id) ?? byId.get(String(id)) ?? [])));
}

/** Finds the rows of each id with a query of its own. Many are sent together. */
async function findSeparately(
  source: TableSource,
  ids: readonly Id[],
  selected: SelectedColumns,
  knex: Knex,
): Promise<Map<Id, Row[]>> {
  const found = new Map<Id, Row[]>(ids.map((id) => [id, []]));
  for (const chunk of inChunks(ids, maxSeparateIds)) {
    const queries = chunk.map((id, index) => {
      const rows = selectRows(source, selected, knex).where(source.columns.id, id).limit(2);
      return knex.select('*', knex.raw(`${index} as request_index`)).from(rows.as(`request_${index}`));
    });
    const union = withExactValues(knex.queryBuilder(), knex).unionAll(queries);
    const rows: (Row & { readonly request_index: number | bigint })[] = await union;
    for (const { request_index, ...row } of rows) {
      const id = chunk[Number(request_index)] as Id;
      if (isComparable(row.id, id)) found.get(id)?.push(row);
    }
  }
  return found;
}

/** PostgreSQL can't store NUL, and would reject the query. */
function isStorable(id: Id, knex: Knex): boolean {
  return dialectOf(knex) !== 'postgres' || !String(id).includes('\0');
}

/** MySQL compares a text column with a number numerically: it uses no index, and '5x' equals 5. */
function toQueryValue(value: Id | boolean, knex: Knex): Id | boolean {
  return dialectOf(knex) === 'mysql' && typeof value === 'number' ? String(value) : value;
}

/** MySQL compares a number with the leading digits of a text: 5 equals '5x', and 0 equals 'word'. */
function isComparable(found: Row['id'], requested: Id): boolean {
  return typeof found !== 'number' || Number(requested) === found;
}
