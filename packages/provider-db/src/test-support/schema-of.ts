import type { Knex } from 'knex';
import { dialectOf } from '../connection/dialect.ts';

const queries = {
  sqlite: "select name, sql from sqlite_master where name like 'prompt%' order by name",
  postgres: `
    select 'column' as kind, table_name as name, string_agg(concat_ws(' ', column_name, data_type, character_maximum_length,
      collation_name, is_nullable, column_default), ', ' order by ordinal_position) as says
    from information_schema.columns where table_schema = 'public' group by table_name
    union all select 'constraint', conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
    union all select 'trigger', tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    order by 1, 2, 3`,
  mysql: 'select table_name as name from information_schema.tables where table_schema = database() order by 1',
};

/** All that a database says of its tables, to be compared with another's. */
export async function schemaOf(knex: Knex): Promise<unknown> {
  const dialect = dialectOf(knex);
  const answer = await knex.raw(queries[dialect]);
  if (dialect === 'postgres') return answer.rows;
  if (dialect === 'sqlite') return answer;
  const statements: string[] = [];
  for (const { name } of answer[0]) {
    const [[table]] = await knex.raw('show create table ??', [name]);
    statements.push(table['Create Table'].replace(/ AUTO_INCREMENT=\d+/, ''));
  }
  return statements;
}
