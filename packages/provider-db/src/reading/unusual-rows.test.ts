import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { type Dialect, dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { configSchema } from '../config-schema.ts';
import { db } from '../db.ts';
import { createMigratedDatabase, type MigratedDatabase } from '../test-support/create-migrated-database.ts';
import { context, load } from '../test-support/load.ts';

/** Queries that are rejected without a database. */
const invalidQueries = [
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

test.each(invalidQueries)('the query %o is rejected', (query) => {
  const { error } = configSchema.safeParse({ query, bindings: [] });
  expect(error?.issues[0]?.path).toEqual(['query']);
});

/** Queries that only a database can recognise as more than a SELECT. */
const disguisedWrites: Readonly<Record<Dialect, readonly string[]>> = {
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
  test('that does more than SELECT is rejected, and changes nothing', async () => {
    await using database = await createMigratedDatabase(dialect);
    await database.knex('prompts').insert({ name: 'a', latest_version: 0, created_at: '' });
    if (dialect === 'postgres') {
      const body = "insert into prompts (name, latest_version, created_at) values ('b', 1, '') returning name";
      await database.knex.raw(`create function written() returns text language sql as $$ ${body} $$`);
    }
    const provider = db({ connection: database.url });
    for (const query of disguisedWrites[dialect])
      await expect(load(provider, { query }), query).rejects.toMatchObject({
        code: expect.stringMatching(/^(CONFIG_INVALID|FORBIDDEN)$/),
      });
    await provider.close?.();
    expect(await database.knex('prompts').select('name')).toEqual([{ name: 'a' }]);
  });
});

const malformed: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: ["select 'a' as content) as prompt union select ('b'", "select ('a'", "select 'a"],
  postgres: ["select 'a' as content) as prompt union select ('b'", "select 'a\\') as x union select ('b'"],
  mariadb: ["select 'a' as content) as prompt union select ('b'", "select 'a' as content # comment", "select 'a#' #"],
};

const wellFormed: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: ["select '(#' as content", "select 'it''s (' as \"con(tent\""],
  postgres: [
    `select '{"a":{"b":"(#"}}'::json #>> '{a,b}' as content`,
    "select $$it's ($$ as content",
    "select $x$it's ($$ ($x$ as content",
    "select E'it\\'s (' as content",
    "select 'it\\' || '(' as content",
  ],
  mariadb: ["select 'it\\'s (#' as content", 'select "it\'s (#" as `con(tent#`'],
};

describe.each(dialects)('the structure of a query on %s', (dialect) => {
  test('is checked: parentheses, quotes, and comments that would hide the end', async () => {
    await using database = await createMigratedDatabase(dialect);
    const provider = db({ connection: database.url });
    for (const query of malformed[dialect])
      await expect(load(provider, { query }), query).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/^query must /),
      });
    for (const query of wellFormed[dialect]) expect((await load(provider, { query })).content, query).toMatch(/[(#]/);
    await provider.close?.();
  });
});

test('a setting that a query changes does not reach the next query on the connection', async () => {
  await using database = await createMigratedDatabase('postgres');
  await database.knex.raw('create schema other');
  const provider = db({ knex: database.knex });
  const query = "select set_config('search_path', 'other', false) as content";
  expect((await load(provider, { query })).content).toBe('other');
  await expect(load(provider, { name: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

const binary: Readonly<Record<Dialect, string>> = { sqlite: 'blob', postgres: 'bytea', mariadb: 'blob' };

describe.each(dialects)('rows of a table on %s', (dialect) => {
  async function createDatabaseWithTexts(): Promise<MigratedDatabase> {
    const database = await createMigratedDatabase(dialect);
    await database.knex.schema.createTable('texts', (table) => {
      table.integer('id');
      table.text('content');
      table.specificType('bytes', binary[dialect]);
      table.integer('number');
      table.index('id');
    });
    return database;
  }

  test('are CONTENT_INVALID if their content is not text', async () => {
    await using database = await createDatabaseWithTexts();
    await database.knex('texts').insert([
      { id: 1, content: null, bytes: Buffer.from('bytes'), number: 7 },
      { id: 2, content: '', bytes: null, number: null },
    ]);
    const provider = db({ connection: database.url });
    const cases = [
      [{ table: 'texts', id: 1 }, /'content' of 'texts' with id '1' is NULL/],
      [{ table: 'texts', id: 1, columns: { content: 'bytes' } }, /is binary data, but a prompt must be text/],
      [{ query: 'select content from texts where id = ?', id: 1 }, /is NULL/],
      [{ query: 'select number from texts where id = ?', id: 1 }, /is a number, but a prompt must be text/],
      [{ query: 'select bytes from texts where id = ?', id: 1 }, /is binary data/],
    ] as const;
    for (const [config, message] of cases)
      await expect(load(provider, config), JSON.stringify(config)).rejects.toMatchObject({
        code: 'CONTENT_INVALID',
        message: expect.stringMatching(message),
      });
    await provider.close?.();
  });

  test('are CONFIG_INVALID if they have the same id, and are not all read', async () => {
    await using database = await createDatabaseWithTexts();
    await insertDuplicateIds(database.knex, dialect);
    const provider = db({ connection: database.url });
    const columns = { id: 'id', content: 'content' };
    await expect(load(provider, { table: 'texts', id: 1, columns })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('several rows'),
    });
    // The other ids of the same query are not affected.
    const configs = [1, 2, 3].map((id) => configSchema.parse({ table: 'texts', id, columns }));
    expect(await provider.loadMany?.(configs, context)).toMatchObject([
      { code: 'CONFIG_INVALID' },
      { content: 'unique' },
      { code: 'NOT_FOUND' },
    ]);
    const query = load(provider, { query: 'select content from texts where id = 1' });
    await expect(query).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('several rows'),
    });
    await provider.close?.();
  });

  test('are found if other ids are invalid for the type of the column', async () => {
    await using database = await createDatabaseWithTexts();
    await database.knex('texts').insert({ id: 2, content: 'unique' });
    const provider = db({ connection: database.url });
    const configs = [2, 'word', '99999999999999999999'].map((id) => configSchema.parse({ table: 'texts', id }));
    const [found, ...others] = (await provider.loadMany?.(configs, context)) ?? [];
    expect(found).toMatchObject({ content: 'unique' });
    for (const other of others)
      expect(other).toMatchObject({ code: expect.stringMatching(/CONFIG_INVALID|NOT_FOUND/) });
    await provider.close?.();
  });

  test('are compared if another table is missing', async () => {
    await using database = await createDatabaseWithTexts();
    await database.knex('texts').insert([
      { id: 1, content: 'same', number: 1 },
      { id: 2, content: 'new', number: 2 },
    ]);
    const columns = { version: 'number' };
    const rows = [{ table: 'missing', id: 1, columns }, ...[1, 2].map((id) => ({ table: 'texts', id, columns }))];
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

/** Inserts 100,000 rows with the id 1, and one with the id 2. */
async function insertDuplicateIds(knex: Knex, dialect: Dialect): Promise<void> {
  const numbers = {
    sqlite: 'with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 100000)',
    postgres: 'with numbers(n) as (select generate_series(1, 100000))',
    mariadb: '',
  }[dialect];
  const source = dialect === 'mariadb' ? 'seq_1_to_100000' : 'numbers';
  await knex.raw(`insert into texts (id, content) ${numbers} select 1, 'duplicate' from ${source}`);
  await knex('texts').insert({ id: 2, content: 'unique' });
}
