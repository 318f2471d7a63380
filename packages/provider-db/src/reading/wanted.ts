import type { Knex } from 'knex';
import type { HistoryConfig } from '../config-schema.ts';
import { dialectOf } from '../connection/dialect.ts';
import { defaultLabel, latestLabel, tables } from '../history/tables.ts';

/** Rows that one query asks for: far below the values that any database takes (SQLite: 32,766; PostgreSQL: 65,535). */
export const chunkSize = 1000;

/** What an entry reads from our tables. */
export type Wanted = Pick<HistoryConfig, 'label' | 'version'> & { readonly name: string };

/** A prompt as it was found: `place` is the index of what was wanted. */
export interface Found {
  readonly place: number;
  /** Null where there is no such prompt. */
  readonly prompt: string | null;
  /** Null where the prompt has no such label or version. */
  readonly version: number | null;
  /** By which label it was found; null for a fixed version. */
  readonly label: string | null;
}

/** By which label a prompt is found that nobody asked a label for: `l` is where its default label stands. */
export const foundBy = `case when l.version is null then '${latestLabel}' else '${defaultLabel}' end`;

/**
 * One row for each of what is wanted, found through the primary keys of our tables, whether it asks for a label, a version,
 * or neither.
 * @param columns More columns: `v` is the version's table, `p` the prompt's.
 */
export function findWanted(wanted: readonly Wanted[], columns: readonly string[], knex: Knex): Knex.QueryBuilder {
  const label = `coalesce(w.label, ${foundBy})`;
  return knex
    .with('wanted', ['place', 'name', 'label', 'version'], rowsOf(wanted, knex))
    .from('wanted as w')
    .leftJoin(`${tables.prompts} as p`, 'p.name', 'w.name')
    .leftJoin(`${tables.labels} as l`, (on) =>
      on.on('l.name', 'w.name').on('l.label', knex.raw(`coalesce(w.label, '${defaultLabel}')`)),
    )
    .leftJoin(`${tables.versions} as v`, (on) =>
      on
        .on('v.name', 'w.name')
        .on(
          'v.version',
          knex.raw(
            `coalesce(w.version, l.version, case when w.label is null or w.label = '${latestLabel}' then p.latest_version end)`,
          ),
        ),
    )
    .select('w.place', 'p.name as prompt', 'v.version', ...columns)
    .select(knex.raw(`case when w.version is null then ${label} end as label`));
}

/** `values (…), (…)`; MySQL can't do that before 8.0.19, nor MariaDB in the same words. */
function rowsOf(wanted: readonly Wanted[], knex: Knex): Knex.Raw {
  const isMySql = dialectOf(knex) === 'mysql';
  const integer = `cast(? as ${isMySql ? 'signed' : 'integer'})`;
  const row = [integer, '?', '?', integer].join(', ');
  const sql = isMySql
    ? wanted.map(() => `select ${row}`).join(' union all ')
    : `values ${wanted.map(() => `(${row})`).join(', ')}`;
  const values = wanted.flatMap(({ name, label, version }, place) => [place, name, label ?? null, version ?? null]);
  return knex.raw(sql, values as Knex.RawBinding[]);
}
