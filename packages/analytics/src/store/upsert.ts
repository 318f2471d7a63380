import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Dialect, dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';

/**
 * How many rows one statement inserts. SQLite runs statements in this process: each must be short, and other work gets its turn in
 * between.
 */
const rowsPerStatement: Readonly<Record<Dialect, number>> = { sqlite: 250, postgres: 1000, mysql: 1000 };

type Value = string | number;

/** The new value of a column, from its current value and the inserted one, in SQL. */
type Merge = (current: string, inserted: string, dialect: Dialect) => string;

/** How a table is written. */
export interface UpsertTarget {
  readonly table: string;
  readonly columns: readonly string[];
  /** The column or columns that identify a row. */
  readonly key: string;
  /** How an existing row changes, in order. MySQL sees the columns before as changed already. Default: not at all. */
  readonly merge?: Readonly<Record<string, Merge>>;
}

export const add: Merge = (current, inserted) => `${current} + ${inserted}`;
export const smaller: Merge = (current, inserted, dialect) =>
  `${dialect === 'sqlite' ? 'min' : 'least'}(${current}, ${inserted})`;
export const larger: Merge = (current, inserted, dialect) =>
  `${dialect === 'sqlite' ? 'max' : 'greatest'}(${current}, ${inserted})`;

/** Inserts rows, and merges those that exist already. No two rows may have the same key. */
export async function upsert(
  transaction: Knex,
  { table, columns, key, merge = {} }: UpsertTarget,
  rows: readonly (readonly Value[])[],
): Promise<void> {
  const dialect = dialectOf(transaction);
  const isMysql = dialect === 'mysql';
  const [firstColumn = ''] = columns;
  const updates = Object.entries(merge).map(([column, mergeValues]) => {
    const current = isMysql ? column : `${table}.${column}`;
    return `${column} = ${mergeValues(current, isMysql ? `values(${column})` : `excluded.${column}`, dialect)}`;
  });
  const update = updates.length > 0 ? `update set ${updates.join(', ')}` : 'nothing';
  const onConflict = isMysql
    ? `on duplicate key update ${updates.join(', ') || `${firstColumn} = ${firstColumn}`}`
    : `on conflict (${key}) do ${update}`;
  const row = `(${columns.map(() => '?').join(', ')})`;
  const size = rowsPerStatement[dialect];
  for (let start = 0; start < rows.length; start += size) {
    const chunk = rows.slice(start, start + size);
    const sql = `insert into ${table} (${columns.join(', ')}) values ${chunk.map(() => row).join(', ')} ${onConflict}`;
    await transaction.raw(sql, chunk.flat());
    await nextTurn();
  }
}
