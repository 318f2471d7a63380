import { openDatabase } from '@prompts/sql-kit';
import { describe, expect, test } from 'vitest';
import { type Dialect, dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import type { DbConfig } from '../config.ts';
import { configSchema } from '../config-schema.ts';
import { db } from '../db.ts';
import { context, load } from '../test-support/load.ts';

const data = '{"title":"Greeting","messages":[{"text":"Hello, {{name}}."},{"text":7}],"a/b":{"~":"odd"}}';

async function createTexts(dialect: Dialect) {
  const database = await freshDatabase(dialect);
  const knex = openDatabase(database.url);
  await knex.schema.createTable('texts', (table) => {
    table.integer('id').primary();
    table.string('status', 20);
    table.integer('revision');
    table.boolean('hidden');
    table.json('data');
    if (dialect === 'postgres') table.jsonb('packed');
  });
  const row = { data, ...(dialect === 'postgres' && { packed: data }) };
  await knex('texts').insert([
    { id: 1, status: 'live', revision: 1, hidden: false, ...row },
    { id: 2, status: 'draft', revision: 1, hidden: false, ...row },
    { id: 3, status: 'live', revision: 2, hidden: true, ...row },
  ]);
  const provider = db({ connection: database.url });
  return {
    knex,
    provider,
    load: (config: object) => load(provider, { table: 'texts', ...config } as DbConfig),
    async list(where: object): Promise<readonly string[]> {
      const config = configSchema.parse({ table: 'texts', where, columns: { content: 'data', version: 'revision' } });
      return ((await provider.list?.(config, context)) ?? []).map(({ name }) => name);
    },
    async [Symbol.asyncDispose]() {
      await provider.close?.();
      await knex.destroy();
      await database.drop();
    },
  };
}

describe.each(dialects)('on %s', (dialect) => {
  const columns = dialect === 'postgres' ? ['data', 'packed'] : ['data'];

  test('a JSON column is read as text, and a pointer selects a string in it', async () => {
    await using texts = await createTexts(dialect);
    for (const column of columns) {
      const content = async (pointer: string) =>
        (await texts.load({ id: 1, columns: { content: `${column}${pointer}` } })).content;
      expect(JSON.parse(await content(''))).toEqual(JSON.parse(data));
      expect(await content('/messages/0/text')).toBe('Hello, {{name}}.');
      expect(await content('/a~1b/~0')).toBe('odd');
      const query = `select ${column} as content from texts where id = 1`;
      expect(JSON.parse((await load(texts.provider, { query })).content)).toEqual(JSON.parse(data));
      const faults = {
        '/messages/1/text': /'\/messages\/1\/text': expected a string, found a number/,
        '/nothing': /an object has no 'nothing'/,
      };
      for (const [pointer, message] of Object.entries(faults))
        await expect(content(pointer)).rejects.toMatchObject({
          code: 'CONTENT_INVALID',
          message: expect.stringMatching(message),
        });
    }
    await expect(texts.load({ id: 1, columns: { content: 'status/text' } })).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringMatching(/is not valid JSON/),
    });
  });

  test('where selects the rows of a collection', async () => {
    await using texts = await createTexts(dialect);
    expect(await texts.list({})).toEqual(['1', '2', '3']);
    expect(await texts.list({ status: 'live' })).toEqual(['1', '3']);
    expect(await texts.list({ status: 'live', revision: 2 })).toEqual(['3']);
    expect(await texts.list({ hidden: false })).toEqual(['1', '2']);
    expect(await texts.list({ status: 1 })).toEqual([]);
    expect(await texts.list({ status: "' or 1 = 1 or '" })).toEqual([]);
  });

  test('where also restricts a single row, and groups rows', async () => {
    await using texts = await createTexts(dialect);
    const entry = (id: number, status: string) =>
      configSchema.parse({ table: 'texts', id, where: { status }, columns: { content: 'data', version: 'revision' } });
    const configs = [entry(1, 'live'), entry(2, 'live'), entry(2, 'draft')];
    expect(await texts.provider.loadMany?.(configs, context)).toMatchObject([
      { version: '1' },
      { code: 'NOT_FOUND', message: "there is no row in 'texts' with id '2' and status 'live'" },
      { version: '1' },
    ]);
  });
});

test.each([
  [{ status: null }, 'where.status'],
  [{ status: ['live'] }, 'where.status'],
  [{ 'status = 1 or 1': 1 }, 'where'],
  [{ revision: 2 ** 60 }, 'where.revision'],
])('where %o is CONFIG_INVALID', (where, path) => {
  const { error } = configSchema.safeParse({ table: 'texts', where });
  expect(error?.issues[0]?.path.join('.')).toMatch(new RegExp(`^${path}`));
});

test.each(['data/a~b', '/text', 'data text'])('%o is not a column with a JSON pointer', (content) => {
  const { error } = configSchema.safeParse({ table: 'texts', columns: { content } });
  expect(error?.issues).toMatchObject([{ path: ['columns', 'content'] }]);
});
