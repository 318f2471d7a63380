import { openDatabase } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { startMariaDb } from '../../../../scripts/test/servers/mariadb.ts';
import { orSkip } from '../../../../scripts/test/servers/or-skip.ts';
import { startPostgres } from '../../../../scripts/test/servers/postgres.ts';
import type { DbConfig } from '../config.ts';
import { configSchema } from '../config-schema.ts';
import { db } from '../db.ts';
import { mapErrors } from '../errors/error-from.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { createReadOnlyUser } from '../test-support/create-read-only-user.ts';
import { context, load } from '../test-support/load.ts';
import { startWatching } from '../test-support/watching.ts';
import { publishPrompt } from '../writing/publish.ts';

const review = { name: 'review', content: 'You review.' };
const servers = ['postgres', 'mariadb'] as const;

const sql = {
  postgres: {
    sleep: "select pg_sleep(60)::text || 'slept' as content",
    sleepingCount:
      "select count(*) as count from pg_stat_activity where query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()",
    timeout: "select current_setting('statement_timeout') as content",
    exceedTimeout: ['set local statement_timeout = 30', 'select pg_sleep(60)'],
    createWritingFunction:
      "create function written() returns text language sql as $$ insert into prompt_changes (name, action, created_at) values ('a', 'publish', '') returning name $$",
  },
  mariadb: {
    sleep: "select concat(sleep(60), 'slept') as content",
    sleepingCount:
      "select count(*) as count from information_schema.processlist where info like '%sleep(60)%' and info not like '%processlist%'",
    timeout: 'select concat(@@max_statement_time) as content',
    exceedTimeout: ['set session max_statement_time = 0.03', 'select sleep(60)'],
    createWritingFunction:
      "create function written() returns text modifies sql data begin insert into prompt_changes (name, action, created_at) values ('a', 'publish', ''); return 'a'; end",
  },
};

async function selectCount(knex: Knex, query: string): Promise<number> {
  const [row] = await knex.select('count').from(knex.raw(`(${query}) as counted`));
  return Number(row.count);
}

describe.each(servers)('a read on %s', (dialect) => {
  const { sleep, sleepingCount, timeout, exceedTimeout, createWritingFunction } = sql[dialect];

  test('rejects a function that writes', async () => {
    await using database = await createMigratedDatabase(dialect);
    await database.knex.raw(createWritingFunction);
    const provider = db({ connection: database.url });
    const written = load(provider, { query: 'select written() as content' });
    await expect(written).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await database.knex('prompt_changes').select()).toEqual([]);
    await provider.close?.();
  });

  test('has a statement timeout of 30 seconds, and throws TIMEOUT', async () => {
    await using database = await createMigratedDatabase(dialect);
    const provider = db({ connection: database.url });
    expect((await load(provider, { query: timeout })).content).toMatch(/^30(s|\.0+)$/);
    await provider.close?.();
    const timedOut = mapErrors(database.knex, () =>
      database.knex.transaction(async (transaction) => {
        for (const statement of exceedTimeout) await transaction.raw(statement);
      }),
    );
    await expect(timedOut).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('took too long'),
    });
  });

  test('is cancelled on the server when it is aborted', async () => {
    await using database = await createMigratedDatabase(dialect);
    await publishPrompt(database.knex, review);
    const provider = db({ connection: database.url });
    const aborting = new AbortController();
    const reading = load(provider, { query: sleep }, aborting.signal);
    await expect.poll(() => selectCount(database.knex, sleepingCount), { interval: 5 }).toBe(1);
    aborting.abort(new Error('aborted by the test'));
    await expect(reading).rejects.toThrow('aborted by the test');
    await expect.poll(() => selectCount(database.knex, sleepingCount), { interval: 5 }).toBe(0);
    expect((await load(provider, { name: 'review' })).content).toBe('You review.');
    await provider.close?.();
  });

  test('only requires the SELECT privilege', async () => {
    await using database = await createMigratedDatabase(dialect);
    const { knex } = database;
    await publishPrompt(knex, review);
    await knex.schema.createTable('texts', (table) => {
      table.integer('id').primary();
      table.text('content');
      table.integer('version');
    });
    await knex('texts').insert({ id: 1, content: 'text', version: 1 });
    await using user = await createReadOnlyUser(dialect, database);
    await callAllReads(user.url);
    await using watching = await startWatching(user.url, [{ name: 'review' }]);
    await publishPrompt(knex, { ...review, content: 'You review carefully.' });
    if (dialect === 'mariadb') await watching.waits.end(2000);
    expect(await watching.next()).toEqual([0]);
  });
});

/** Calls every method of the provider that reads. */
async function callAllReads(connection: string): Promise<void> {
  const provider = db({ connection });
  const columns = { version: 'version' };
  const configs: DbConfig[] = [
    { name: 'review' },
    { table: 'texts', id: 1, columns },
    { query: 'select content from texts where id = ?', id: 1 },
  ];
  const parsed = configs.map((config) => configSchema.parse(config));
  const templates = (await provider.loadMany?.(parsed, context)) ?? [];
  expect(templates).toMatchObject([{ content: 'You review.' }, { content: 'text' }, { content: 'text' }]);
  const known = parsed.map((config, index) => ({ config, template: templates[index] as never }));
  expect(await provider.changedSince?.(known, context)).toEqual([2]);
  for (const config of [{ prefix: '' }, { table: 'texts', columns }])
    expect(await provider.list?.(configSchema.parse(config), context)).toHaveLength(1);
  const versions = provider.versions?.(configSchema.parse({ name: 'review' }), context) ?? [];
  for await (const { version } of versions) expect(version).toBe('1');
  await provider.close?.();
}

test('a read on SQLite disables writes, and enables them again', async () => {
  await using database = await createMigratedDatabase('sqlite');
  const { knex } = database;
  const query = "select case query_only when 1 then 'on' else 'off' end as content from pragma_query_only";
  expect((await load(db({ knex }), { query })).content).toBe('on');
  expect(await knex.raw('pragma query_only')).toEqual([{ query_only: 0 }]);
});

test('an aborted read does not close an in-memory database', async () => {
  const knex = openDatabase('sqlite::memory:');
  await knex.schema.createTable('texts', (table) => {
    table.string('id');
    table.text('content');
  });
  await knex('texts').insert({ id: 'a', content: 'text' });
  const provider = db({ knex });
  const aborting = new AbortController();
  const reading = load(provider, { table: 'texts', id: 'a' }, aborting.signal);
  await new Promise((resolve) => knex.once('query', resolve));
  aborting.abort(new Error('aborted by the test'));
  await expect(reading).rejects.toThrow('aborted by the test');
  expect((await load(provider, { table: 'texts', id: 'a' })).content).toBe('text');
  await knex.destroy();
});

test.each([
  ['postgres', startPostgres],
  ['mariadb', startMariaDb],
] as const)('a read throws UNAVAILABLE if %s crashes, and succeeds after a restart', async (dialect, start) => {
  const server = await orSkip(start());
  const url = dialect === 'postgres' ? server.url : new URL('mysql', server.url).href;
  const observer = openDatabase(url);
  const provider = db({ connection: url });
  try {
    const reading = load(provider, { query: sql[dialect].sleep });
    await expect.poll(() => selectCount(observer, sql[dialect].sleepingCount), { interval: 5 }).toBe(1);
    const failed = expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await server.kill();
    await failed;
    await expect(load(provider, { query: "select 'up' as content" })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await server.restart();
    expect((await load(provider, { query: "select 'up' as content" })).content).toBe('up');
  } finally {
    await provider.close?.();
    await observer.destroy();
    await server.stop();
  }
});
