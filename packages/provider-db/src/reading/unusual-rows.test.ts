import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { type Dialect, dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { configSchema } from '../config-schema.ts';
import { db } from '../db.ts';
import { context, load } from '../test-support/load.ts';
import { type MigratedDatabase, migratedDatabase } from '../test-support/migrated-database.ts';

/** Refused before any database is asked. */
const refused = [
  'insert into prompts values (1)',
  "delete from prompts where name = 'a'",
  "select 1; delete from prompts where name = 'a'",
  'select 1;',
  'select 1 -- and more',
  'select /* nothing */ 1',
  'drop table prompts',
  'call everything()',
  'select ?? from prompts',
  '',
];

test.each(refused)('%o is no query that could be run', (query) => {
  const { error } = configSchema.safeParse({ query, bindings: [] });
  expect(error?.issues[0]?.path).toEqual(['query']);
});

/** Only a database can tell: it refuses them, and does nothing. */
const disguised: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: [
    'with gone as (delete from prompts returning name) select name as content from gone',
    "select 'a' as content) as prompt union select ('b'",
    'select content from prompt_versions for update',
  ],
  postgres: [
    "with made as (insert into prompts (name, latest_version, created_at) values ('b', 1, '') returning name) select name as content from made",
    'with gone as (delete from prompts returning name) select name as content from gone',
    "select 'a' as content into copied from prompts",
    'select name as content from prompts for update',
    "select nextval('prompt_changes_id_seq')::text as content",
    "select set_config('transaction_read_only', 'off', true) || written() as content",
  ],
  mariadb: [
    "select 'a' as content into outfile 'prompts-copied'",
    'select name as content from prompts for update',
    'with gone as (delete from prompts returning name) select name as content from gone',
  ],
};

describe.each(dialects)('a query on %s', (dialect) => {
  test('that does more than select is refused', async () => {
    await using database = await migratedDatabase(dialect);
    await database.knex('prompts').insert({ name: 'a', latest_version: 0, created_at: '' });
    if (dialect === 'postgres') {
      const body = "insert into prompts (name, latest_version, created_at) values ('b', 1, '') returning name";
      await database.knex.raw(`create function written() returns text language sql as $$ ${body} $$`);
    }
    const provider = db({ connection: database.url });
    for (const query of disguised[dialect])
      await expect(load(provider, { query }), query).rejects.toMatchObject({
        code: expect.stringMatching(/^(CONFIG_INVALID|FORBIDDEN)$/),
      });
    await provider.close?.();
    expect(await database.knex('prompts').select('name')).toEqual([{ name: 'a' }]);
  });
});

const binary: Readonly<Record<Dialect, string>> = { sqlite: 'blob', postgres: 'bytea', mariadb: 'blob' };

describe.each(dialects)('rows of a table on %s', (dialect) => {
  async function withTexts(): Promise<MigratedDatabase> {
    const database = await migratedDatabase(dialect);
    await database.knex.schema.createTable('texts', (table) => {
      table.integer('id');
      table.text('content');
      table.specificType('bytes', binary[dialect]);
      table.integer('number');
      table.index('id');
    });
    return database;
  }

  test('hold what is no text', async () => {
    await using database = await withTexts();
    await database.knex('texts').insert([
      { id: 1, content: null, bytes: Buffer.from('bytes'), number: 7 },
      { id: 2, content: '', bytes: null, number: null },
    ]);
    const provider = db({ connection: database.url });
    const cases = [
      [{ table: 'texts', id: 1 }, /'content' of 'texts' with id '1' is NULL/],
      [{ table: 'texts', id: 1, columns: { content: 'bytes' } }, /is binary: a prompt is text/],
      [{ query: 'select content from texts where id = ?', id: 1 }, /is NULL/],
      [{ query: 'select number from texts where id = ?', id: 1 }, /is of the type number/],
      [{ query: 'select bytes from texts where id = ?', id: 1 }, /is binary/],
    ] as const;
    for (const [config, message] of cases)
      await expect(load(provider, config), JSON.stringify(config)).rejects.toMatchObject({
        code: 'CONTENT_INVALID',
        message: expect.stringMatching(message),
      });
    await provider.close?.();
  });

  test('may be many for one id: it is refused, and few of them are read', async () => {
    await using database = await withTexts();
    await fill(database.knex, dialect);
    const provider = db({ connection: database.url });
    const columns = { id: 'id', content: 'content' };
    await expect(load(provider, { table: 'texts', id: 1, columns })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('several rows'),
    });
    // It takes nothing away from the others that are asked for with it.
    const configs = [1, 2, 3].map((id) => configSchema.parse({ table: 'texts', id, columns }));
    expect(await provider.loadMany?.(configs, context)).toMatchObject([
      { code: 'CONFIG_INVALID' },
      { content: 'the only one' },
      { code: 'NOT_FOUND' },
    ]);
    const query = load(provider, { query: 'select content from texts where id = 1' });
    await expect(query).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('several rows'),
    });
    await provider.close?.();
  });

  test('are found also beside ids that their column can not hold', async () => {
    await using database = await withTexts();
    await database.knex('texts').insert({ id: 2, content: 'the only one' });
    const provider = db({ connection: database.url });
    const configs = [2, 'word', '99999999999999999999'].map((id) => configSchema.parse({ table: 'texts', id }));
    const [found, ...others] = (await provider.loadMany?.(configs, context)) ?? [];
    expect(found).toMatchObject({ content: 'the only one' });
    for (const other of others)
      expect(other).toMatchObject({ code: expect.stringMatching(/CONFIG_INVALID|NOT_FOUND/) });
    await provider.close?.();
  });

  test('are compared also beside a table that is gone', async () => {
    await using database = await withTexts();
    await database.knex('texts').insert([
      { id: 1, content: 'same', number: 1 },
      { id: 2, content: 'new', number: 2 },
    ]);
    const columns = { version: 'number' };
    const rows = [{ table: 'gone', id: 1, columns }, ...[1, 2].map((id) => ({ table: 'texts', id, columns }))];
    const known = rows.map((config) => ({
      config: configSchema.parse(config),
      template: { content: '', version: '1' },
    }));
    const provider = db({ connection: database.url });
    expect((await provider.changedSince?.(known, context))?.toSorted()).toEqual([0, 2]);
    await expect(provider.changedSince?.(known.slice(0, 1), context)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await provider.close?.();
  });
});

/** A hundred thousand rows with the id 1, and one with the id 2. */
async function fill(knex: Knex, dialect: Dialect): Promise<void> {
  const numbers = {
    sqlite: 'with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 100000)',
    postgres: 'with numbers(n) as (select generate_series(1, 100000))',
    mariadb: '',
  }[dialect];
  const source = dialect === 'mariadb' ? 'seq_1_to_100000' : 'numbers';
  await knex.raw(`insert into texts (id, content) ${numbers} select 1, 'one of many' from ${source}`);
  await knex('texts').insert({ id: 2, content: 'the only one' });
}
