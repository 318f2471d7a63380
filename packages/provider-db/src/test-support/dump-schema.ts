import { dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';

const queries = {
  sqlite: "select name, sql from sqlite_master where name like 'prompt%' order by name",
  postgres: `
    select 'column' as kind, table_name as name, string_agg(concat_ws(' ', column_name, data_type, character_maximum_length,
      collation_name, is_nullable, column_default), ', ' order by ordinal_position) as definition
    from information_schema.columns where table_schema = 'public' group by table_name
    union all select 'constraint', conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
    union all select 'trigger', tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    order by 1, 2, 3`,
  mysql: 'select table_name as name from information_schema.tables where table_schema = database() order by 1',
};

/** Returns a description of the package's tables, which can be compared with that of another database of the same kind. */
export async function dumpSchema(knex: Knex): Promise<unknown> {
  const dialect = dialectOf(knex);
  const result = await knex.raw(queries[dialect]);
  if (dialect === 'postgres') return result.rows;
  if (dialect === 'sqlite') return result;
  const statements: string[] = [];
  for (const { name } of result[0]) {
    const [[table]] = await knex.raw('show create table ??', [name]);
    statements.push(table['Create Table'].replace(/ AUTO_INCREMENT=\d+/, ''));
  }
  return statements;
}
