import { dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import type { PublishedConfig } from '../config-schema.ts';
import { defaultLabel, latestLabel, tables } from '../history/tables.ts';
import { isStorableText } from '../writing/storable-text.ts';

/** Identifies one version of a prompt: by number, by label, or, with neither, by the default label. */
export type VersionRequest = Pick<PublishedConfig, 'label' | 'version'> & { readonly name: string };

/** The result of a {@link VersionRequest}. */
export interface FoundVersion {
  readonly request_index: number;
  /** The name of the prompt, or null if it does not exist. */
  readonly prompt: string | null;
  /** Null if the prompt has no such label or version. */
  readonly version: number | null;
  /** The label that selected the version, or null if the request gave a version number. */
  readonly label: string | null;
}

/** The label that applies to a request without one: `l` is the row of the default label, if the prompt has it. */
export const effectiveLabel = `case when l.version is null then '${latestLabel}' else '${defaultLabel}' end`;

/**
 * Builds a query with one row for each request. Every row is found through a primary key.
 * @param columns Additional columns, of `v` (the version's row) and `p` (the prompt's row).
 */
export function findPublished(
  requests: readonly VersionRequest[],
  columns: readonly string[],
  knex: Knex,
): Knex.QueryBuilder {
  const label = `coalesce(r.label, ${effectiveLabel})`;
  return knex
    .with('requests', ['request_index', 'name', 'label', 'version'], toRows(requests, knex))
    .from('requests as r')
    .leftJoin(`${tables.prompts} as p`, 'p.name', 'r.name')
    .leftJoin(`${tables.labels} as l`, (on) =>
      on.on('l.name', 'r.name').on('l.label', knex.raw(`coalesce(r.label, '${defaultLabel}')`)),
    )
    .leftJoin(`${tables.versions} as v`, (on) =>
      on
        .on('v.name', 'r.name')
        .on(
          'v.version',
          knex.raw(
            `coalesce(r.version, l.version, case when r.label is null or r.label = '${latestLabel}' then p.latest_version end)`,
          ),
        ),
    )
    .select('r.request_index', 'p.name as prompt', 'v.version', ...columns)
    .select(knex.raw(`case when r.version is null then ${label} end as label`));
}

/** Converts requests to SQL rows. MySQL before 8.0.19 has no `values` list, and MariaDB has another syntax for it. */
function toRows(requests: readonly VersionRequest[], knex: Knex): Knex.Raw {
  const isMySql = dialectOf(knex) === 'mysql';
  const integer = `cast(? as ${isMySql ? 'signed' : 'integer'})`;
  const row = [integer, '?', '?', integer].join(', ');
  const sql = isMySql
    ? requests.map(() => `select ${row}`).join(' union all ')
    : `values ${requests.map(() => `(${row})`).join(', ')}`;
  const values = requests.flatMap(({ name, label, version }, index) => [
    index,
    toStorable(name),
    label === undefined ? null : toStorable(label),
    version ?? null,
  ]);
  return knex.raw(sql, values as Knex.RawBinding[]);
}

/** Replaces a text that can't be published by an empty one, which can't be either. PostgreSQL would reject the query. */
function toStorable(value: string): string {
  return isStorableText(value) ? value : '';
}
