import { openDatabase } from '@prompts/sql-kit';
import { describe, expect, test } from 'vitest';
import { type Dialect, dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { configSchema, type ParsedConfig } from '../config-schema.ts';
import { db } from '../db.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { context, load } from '../test-support/load.ts';
import { publishPrompt } from '../writing/publish.ts';

/** Integers that a JavaScript number can't tell apart. */
const [big, next, max] = ['9007199254740992', '9007199254740993', '9223372036854775807'];

async function createTable(dialect: Dialect, columns: string, ...rows: string[]) {
  const database = await freshDatabase(dialect);
  const knex = openDatabase(database.url);
  await knex.raw(`create table texts (${columns})`);
  for (const row of rows) await knex.raw(`insert into texts values (${row})`);
  const provider = db({ connection: database.url });
  return {
    knex,
    provider,
    loadMany: (...configs: object[]) =>
      provider.loadMany?.(
        configs.map((config) => configSchema.parse({ table: 'texts', ...config })),
        context,
      ) as Promise<readonly object[]>,
    async [Symbol.asyncDispose]() {
      await provider.close?.();
      await knex.destroy();
      await database.drop();
    },
  };
}

describe.each(dialects)('64-bit integers on %s', (dialect) => {
  const createRows = () =>
    createTable(
      dialect,
      'id bigint primary key, content varchar(20), revision bigint',
      `1, 'one', ${big}`,
      `${big}, 'big', 1`,
      `${next}, 'next', 1`,
      `${max}, 'max', ${max}`,
    );
  const columns = { version: 'revision' };

  test('are ids that select their own row', async () => {
    await using table = await createRows();
    const found = await table.loadMany({ id: big }, { id: next }, { id: max }, { id: '9007199254740994' }, { id: 1 });
    expect(found).toMatchObject([
      { content: 'big' },
      { content: 'next' },
      { content: 'max' },
      { code: 'NOT_FOUND' },
      { content: 'one' },
    ]);
    expect(await load(table.provider, { table: 'texts', id: next })).toMatchObject({ content: 'next' });
  });

  test('are the names of the members of a collection', async () => {
    await using table = await createRows();
    const config = configSchema.parse({ table: 'texts', columns });
    const members = (await table.provider.list?.(config, context)) ?? [];
    expect(members.map(({ name, template }) => [name, template?.content])).toEqual([
      ['1', 'one'],
      [big, 'big'],
      [next, 'next'],
      [max, 'max'],
    ]);
    const loaded = await table.provider.loadMany?.(
      members.map(({ config }) => config as ParsedConfig),
      context,
    );
    expect(loaded).toEqual(members.map(({ template }) => template));
  });

  test('are versions that change with each increment', async () => {
    await using table = await createRows();
    const config = configSchema.parse({ table: 'texts', id: 1, columns });
    const template = await load(table.provider, { table: 'texts', id: 1, columns });
    expect(template.version).toBe(big);
    const changed = () => table.provider.changedSince?.([{ config, template }], context);
    expect(await changed()).toEqual([]);
    await table.knex.raw('update texts set revision = revision + 1 where id = 1');
    expect(await changed()).toEqual([0]);
  });

  test('are versions and columns of a query', async () => {
    await using table = await createRows();
    const query = 'select content, revision as version, id from texts where id = ?';
    expect(await load(table.provider, { query, bindings: [max] })).toMatchObject({ content: 'max', version: max });
  });

  test('can be written in an entry as text only', () => {
    expect(configSchema.safeParse({ table: 'texts', id: 2 ** 53 }).error?.issues).toMatchObject([
      { path: ['id'], message: expect.stringContaining('write it as a string') },
    ]);
  });
});

describe.each(dialects)('a timestamp as a version on %s', (dialect) => {
  const type = { sqlite: 'text', postgres: 'timestamptz', mariadb: 'timestamp(6)' }[dialect];

  test('has its full precision', async () => {
    await using table = await createTable(
      dialect,
      `id integer primary key, content varchar(20), changed ${type}`,
      `1, 'one', '2026-03-04 05:06:07.123456'`,
    );
    const columns = { version: 'changed' };
    const template = await load(table.provider, { table: 'texts', id: 1, columns });
    expect(template.version).toMatch(/^2026-03-04 05:06:07\.123456/);
    await table.knex.raw("update texts set changed = '2026-03-04 05:06:07.123457'");
    const config = configSchema.parse({ table: 'texts', id: 1, columns });
    expect(await table.provider.changedSince?.([{ config, template }], context)).toEqual([0]);
  });
});

test.each([
  ['postgres', 'timestamp'],
  ['mariadb', 'datetime'],
] as const)('the time zone of the process does not matter to a timestamp of %s', async (dialect, type) => {
  await using table = await createTable(
    dialect,
    `id integer primary key, content varchar(20), changed ${type}`,
    `1, 'one', '2026-03-04 05:06:07'`,
  );
  const original = process.env.TZ;
  try {
    for (const zone of ['America/New_York', 'Asia/Tokyo']) {
      process.env.TZ = zone;
      const template = await load(table.provider, { table: 'texts', id: 1, columns: { version: 'changed' } });
      expect(template.version).toBe('2026-03-04 05:06:07');
      const query = 'select content, changed as version from texts';
      expect(await load(table.provider, { query })).toEqual(template);
    }
  } finally {
    if (original === undefined) delete process.env.TZ;
    else process.env.TZ = original;
  }
});

describe('the database decides which row an id means:', () => {
  const uuid = '0b8f7a5e-1c2d-4e3f-8a9b-0c1d2e3f4a5b';
  const cases = {
    'a uuid in upper case': ['postgres', 'uuid', uuid, uuid.toUpperCase()],
    'a padded char': ['postgres', 'char(8)', 'a', 'a'],
    'a padded char, and its padding': ['postgres', 'char(8)', 'a', 'a       '],
    'a text of a collation that ignores case': ['mariadb', 'varchar(20)', 'Straße', 'STRASSE'],
    'a collation of SQLite': ['sqlite', 'text collate nocase', 'Review', 'review'],
    'a number with zeros': ['mariadb', 'bigint', '7', '007'],
  } as const;

  test.each(Object.entries(cases))('%s', async (_, [dialect, type, stored, requested]) => {
    const collation = type === 'varchar(20)' ? `${type} collate utf8mb4_unicode_ci` : type;
    await using table = await createTable(dialect, `id ${collation}, content varchar(20), revision int`);
    await table.knex('texts').insert({ id: stored, content: 'found', revision: 3 });
    const columns = { version: 'revision' };
    const found = await table.loadMany({ id: requested, columns }, { id: stored, columns });
    expect(found).toMatchObject([
      { content: 'found', version: '3' },
      { content: 'found', version: '3' },
    ]);
    const known = [requested, stored].map((id) => ({
      config: configSchema.parse({ table: 'texts', id, columns }),
      template: { content: 'found', version: '3' },
    }));
    expect(await table.provider.changedSince?.(known, context)).toEqual([]);
  });

  test('an id that is not a number is not found among numbers', async () => {
    await using table = await createTable('mariadb', 'id int, content varchar(20)', "0, 'zero'", "5, 'five'");
    const found = await table.loadMany({ id: 'word' }, { id: '5x' }, { id: 5 });
    expect(found).toMatchObject([{ code: 'NOT_FOUND' }, { code: 'NOT_FOUND' }, { content: 'five' }]);
  });

  test('two rows that are equal to one id are not unique, whatever else is loaded', async () => {
    const nocase = 'id text collate nocase, content varchar(20)';
    await using table = await createTable('sqlite', nocase, "'a', 'lower'", "'A', 'upper'", "'b', 'other'");
    const found = await table.loadMany({ id: 'A' }, { id: 'b' }, { id: 'missing' });
    expect(found).toMatchObject([{ code: 'CONFIG_INVALID' }, { content: 'other' }, { code: 'NOT_FOUND' }]);
  });
});

test.each(dialects)('a NUL in one id does not fail the others on %s', async (dialect) => {
  await using table = await createTable(dialect, 'id varchar(20), content varchar(20)', "'a', 'found'");
  const found = await table.loadMany({ id: 'a\0' }, { id: 'a' });
  expect(found).toMatchObject([{ code: 'NOT_FOUND' }, { content: 'found' }]);
});

test.each(dialects)('a NUL in one name or label does not fail other published prompts on %s', async (dialect) => {
  await using database = await createMigratedDatabase(dialect);
  await publishPrompt(database.knex, { name: 'review', content: 'You review.' });
  const configs = [{ name: 'review\0' }, { name: 'review', label: 'beta\0' }, { name: 'review' }];
  const parsed = configs.map((config) => configSchema.parse(config));
  expect(await db({ knex: database.knex }).loadMany?.(parsed, context)).toMatchObject([
    { code: 'NOT_FOUND' },
    { code: 'NOT_FOUND' },
    { content: 'You review.' },
  ]);
});
