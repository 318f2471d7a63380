import type { Knex } from 'knex';
import { dialectOf } from '../../connection/dialect.ts';
import { channel, latestLabel, tables } from '../tables.ts';

/**
 * Has PostgreSQL tell of new versions and of labels that move, when their transaction commits. A payload holds names only,
 * far below the limit of 8,000 bytes.
 */
export async function createNotifications(knex: Knex): Promise<void> {
  if (dialectOf(knex) !== 'postgres') return;
  await knex.raw(`
    create or replace function prompts_notify() returns trigger language plpgsql as $body$
    begin
      if tg_op = 'DELETE' then
        perform pg_notify('${channel}', json_build_object('name', old.name, 'label', old.label)::text);
      elsif tg_table_name = '${tables.versions}' then
        perform pg_notify('${channel}', json_build_object('name', new.name, 'label', '${latestLabel}')::text);
      else
        perform pg_notify('${channel}', json_build_object('name', new.name, 'label', new.label)::text);
      end if;
      return null;
    end $body$`);
  await trigger(tables.versions, 'after insert');
  await trigger(tables.labels, 'after insert or update or delete');

  async function trigger(table: string, events: string): Promise<void> {
    await knex.raw('drop trigger if exists prompts_notify on ??', [table]);
    await knex.raw(`create trigger prompts_notify ${events} on ?? for each row execute function prompts_notify()`, [
      table,
    ]);
  }
}
