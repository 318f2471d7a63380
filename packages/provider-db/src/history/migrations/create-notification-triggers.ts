import { dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { channel, latestLabel, tables } from '../tables.ts';

/**
 * Creates triggers with which PostgreSQL sends a notification for each new version and each changed label, on commit. A
 * payload contains names only, so it stays far below PostgreSQL's limit of 8,000 bytes.
 */
export async function createNotificationTriggers(knex: Knex): Promise<void> {
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
  await createTrigger(tables.versions, 'after insert');
  await createTrigger(tables.labels, 'after insert or update or delete');

  async function createTrigger(table: string, events: string): Promise<void> {
    await knex.raw('drop trigger if exists prompts_notify on ??', [table]);
    await knex.raw(`create trigger prompts_notify ${events} on ?? for each row execute function prompts_notify()`, [
      table,
    ]);
  }
}
