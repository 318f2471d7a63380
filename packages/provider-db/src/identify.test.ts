import { resolve } from 'node:path';
import { createPrompts, PromptError, type TierOptions } from '@prompts/core';
import { openDatabase } from '@prompts/sql-kit';
import knex from 'knex';
import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { dialects } from '../../../scripts/test/databases/fresh-database.ts';
import { MapStore } from '../../core/src/test-support/map-store.ts';
import type { DbConfig, DbOptions } from './config.ts';
import { configSchema } from './config-schema.ts';
import { db } from './db.ts';
import { createMigratedDatabase } from './test-support/create-migrated-database.ts';
import { publishPrompt } from './writing/publish.ts';

const production = 'postgres://ada:secret@production.example/prompts';
const staging = 'postgres://ada:secret@staging.example/prompts';

function identify(config: DbConfig, options: DbOptions = {}) {
  return db(options).identity?.(configSchema.parse(config));
}

describe('two configs are one text', () => {
  const file = resolve('prompts.db');
  it.each<[string, DbConfig, DbOptions, DbConfig, DbOptions?]>([
    [
      'a connection of the entry or of the factory',
      { name: 'a', connection: production },
      {},
      { name: 'a' },
      { connection: production },
    ],
    [
      'a connection of the entry, whatever the factory has',
      { name: 'a', connection: production },
      { connection: staging },
      { name: 'a', connection: production },
    ],
    [
      'postgresql: and postgres:',
      { name: 'a', connection: production.replace('postgres', 'postgresql') },
      {},
      { name: 'a', connection: production },
    ],
    ['mariadb: and mysql:', { name: 'a', connection: 'mariadb://h/d' }, {}, { name: 'a', connection: 'mysql://h/d' }],
    [
      'a relative and an absolute path',
      { name: 'a', connection: 'sqlite:./prompts.db' },
      {},
      { name: 'a', connection: `sqlite://${file}` },
    ],
    [
      'equal configurations of knex',
      { name: 'a', connection: { client: 'pg', connection: production } },
      {},
      { name: 'a', connection: { connection: production, client: 'pg' } },
    ],
    ['a version as a number or a text', { name: 'a', version: 1 }, {}, { name: 'a', version: '1' }],
    ['no prefix and the empty one', {}, {}, { prefix: '' }],
    [
      'the default columns',
      { table: 't', id: 1 },
      {},
      { table: 't', id: 1, columns: { id: 'id', content: 'content' } },
    ],
    ['id and one binding', { query: 'select ?', id: 1 }, {}, { query: 'select ?', bindings: [1] }],
  ])('%s', (_, one, options, other, otherOptions = {}) => {
    expect(identify(one, options)).toEqual(identify(other, otherOptions));
  });
});

it.each<[string, DbConfig, DbOptions?]>([
  ['another connection in the factory', { name: 'a' }, { connection: staging }],
  ['another password', { name: 'a' }, { connection: production.replace('secret', 'other') }],
  ['a knex', { name: 'a' }, { knex: knex({ client: 'pg' }) }],
  ['a pool', { name: 'a' }, { pool: new Pool() }],
  ['a function', { name: 'a' }, { connection: () => production }],
  ['another label', { name: 'a', label: 'latest' }, { connection: production }],
  ['a collection', { prefix: 'a' }, { connection: production }],
  ['a row', { table: 'a', id: 'a' }, { connection: production }],
])('two configs with %s are two texts', (_, config, options) => {
  expect(identify(config, options)).not.toEqual(identify({ name: 'a' }, { connection: production }));
});

it('a relative path is another file in another working directory', () => {
  const identifyFile = () => [
    identify({ name: 'a', connection: 'sqlite:prompts.db' }),
    identify({ name: 'a', connection: { client: 'better-sqlite3', connection: { filename: 'prompts.db' } } }),
  ];
  const here = identifyFile();
  const folder = process.cwd();
  try {
    process.chdir('/');
    for (const [index, identity] of identifyFile().entries()) expect(identity).not.toEqual(here[index]);
  } finally {
    process.chdir(folder);
  }
});

it('the source is plain data without the connection, even for binary ids', () => {
  const bytes = (...values: number[]) => Buffer.from(values) as never;
  const ids = [bytes(1, 2), bytes(1, 3)].map((id) =>
    db({ connection: production }).identity?.({ table: 't', columns: { id: 'id', content: 'c' }, id }),
  );
  expect(JSON.stringify(ids[0]?.source)).not.toBe(JSON.stringify(ids[1]?.source));
  expect(JSON.stringify(identify({ name: 'a', connection: production })?.source)).toBe('{"name":"a"}');
});

it('takes the name under which it is registered', () => {
  expect([db().name, db({}, { name: 'warehouse' }).name]).toEqual(['db', 'warehouse']);
});

describe.each(dialects)('apps that share a store, on %s', (dialect) => {
  async function read(options: DbOptions, cache: TierOptions): Promise<string> {
    await using prompts = await createPrompts({
      systemPrompts: { it: { db: { name: 'a' } } },
      providers: [db(options)],
      cache,
    });
    const { content } = await prompts.get('it');
    await expect.poll(() => (cache.store as MapStore).values.size).toBeGreaterThan(0);
    return content;
  }

  it('share texts only if their factories have the same connection', async () => {
    await using one = await createMigratedDatabase(dialect);
    await using other = await createMigratedDatabase(dialect);
    await publishPrompt(one.knex, { name: 'a', content: 'production' });
    await publishPrompt(other.knex, { name: 'a', content: 'staging' });
    const store = new MapStore();
    expect(await read({ connection: one.url }, { store })).toBe('production');
    expect(await read({ connection: other.url }, { store })).toBe('staging');
    await publishPrompt(one.knex, { name: 'a', content: 'changed' });
    // It is still fresh in the store.
    expect(await read({ connection: one.url }, { store })).toBe('production');
  });

  it('need a namespace if their connections are functions or a knex, which cannot be compared', async () => {
    await using one = await createMigratedDatabase(dialect);
    await publishPrompt(one.knex, { name: 'a', content: 'production' });
    const store = new MapStore();
    for (const options of [{ knex: openDatabase(one.url) }, { connection: () => one.url }]) {
      const error = await read(options, { store }).catch((thrown: unknown) => thrown);
      expect(PromptError.isInstance(error) && error.message).toContain('cache.namespace');
      expect(await read(options, { store, namespace: 'production' })).toBe('production');
      await options.knex?.destroy();
    }
  });
});
