import { randomBytes } from 'node:crypto';
import { createPool } from 'mysql2';
import { Pool } from 'pg';
import { describe, expect, test } from 'vitest';
import { db } from '../db.ts';
import { load } from '../test-support/load.ts';
import { migratedDatabase } from '../test-support/migrated-database.ts';
import { publishPrompt } from '../writing/publish.ts';
import { openDatabase } from './open-database.ts';

const review = { name: 'review', content: 'You review.' };

describe('what the app brought', () => {
  test.each(['sqlite', 'postgres', 'mariadb'] as const)('a knex on %s is read, and left open', async (dialect) => {
    await using database = await migratedDatabase(dialect);
    const { knex } = database;
    await publishPrompt(knex, review);
    const provider = db({ knex });
    expect((await load(provider, { name: 'review' })).content).toBe('You review.');
    await provider.close?.();
    await publishPrompt(knex, { ...review, content: 'It still writes.' });
    await expect(load(provider, { table: 'nowhere', id: 1 })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await publishPrompt(knex, { ...review, content: 'So it does after a failure.' });
  });

  test('a pool of pg is read, and left open', async () => {
    await using database = await migratedDatabase('postgres');
    await publishPrompt(database.knex, review);
    const pool = new Pool({ connectionString: database.url, max: 2 });
    try {
      const provider = db({ pool });
      const contents = Array.from({ length: 9 }, async () => (await load(provider, { name: 'review' })).content);
      expect(new Set(await Promise.all(contents))).toEqual(new Set(['You review.']));
      await provider.close?.();
      expect(pool.ended).toBe(false);
      expect((await pool.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '0' }]);
      expect(pool.idleCount).toBe(pool.totalCount);
    } finally {
      await pool.end();
    }
  });

  test.each(['callbacks', 'promises'])('a pool of mysql2 with %s is read, and left open', async (style) => {
    await using database = await migratedDatabase('mariadb');
    await publishPrompt(database.knex, review);
    const pool = createPool({ uri: database.url, connectionLimit: 2 });
    try {
      const provider = db({ pool: style === 'promises' ? pool.promise() : pool });
      const contents = Array.from({ length: 9 }, async () => (await load(provider, { name: 'review' })).content);
      expect(new Set(await Promise.all(contents))).toEqual(new Set(['You review.']));
      await provider.close?.();
      const [rows] = await pool
        .promise()
        .query('select @@max_statement_time as seconds, @@tx_read_only as is_read_only');
      expect(rows).toEqual([{ seconds: 0, is_read_only: 0 }]);
    } finally {
      await pool.promise().end();
    }
  });
});

describe('a connection that is a function', () => {
  test('is asked for each new connection: a password that is rotated needs no restart', async () => {
    await using database = await migratedDatabase('postgres');
    const { knex } = database;
    await publishPrompt(knex, review);
    const user = `reader_${randomBytes(6).toString('hex')}`;
    const url = new URL(database.url);
    url.username = user;
    let asked = 0;
    const rotate = async (statement: string) => {
      url.password = randomBytes(12).toString('hex');
      await knex.raw(`${statement} role ${user} password '${url.password}'`);
    };
    await rotate('create');
    await knex.raw(`alter role ${user} login; grant select on all tables in schema public to ${user}`);
    const provider = db({
      connection: () => {
        asked += 1;
        return url.href;
      },
    });
    const end = `select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = '${user}'`;
    try {
      expect((await load(provider, { name: 'review' })).version).toBe('1');
      const before = asked;
      expect((await load(provider, { name: 'review' })).version).toBe('1');
      expect(asked).toBe(before);
      await rotate('alter');
      await knex.raw(end);
      expect((await load(provider, { name: 'review' })).version).toBe('1');
      expect(asked).toBe(before + 1);
    } finally {
      await provider.close?.();
      await knex.raw(end);
      await knex.raw(`drop owned by ${user}; drop role ${user}`);
    }
  });

  test('may fail at first', async () => {
    await using database = await migratedDatabase('sqlite');
    await publishPrompt(database.knex, review);
    const answers = [() => '', () => Promise.reject(new Error('no secrets yet'))];
    const provider = db({ connection: async () => answers.shift()?.() ?? database.url });
    await expect(load(provider, { name: 'review' })).rejects.toThrow();
    await expect(load(provider, { name: 'review' })).rejects.toThrow();
    expect((await load(provider, { name: 'review' })).content).toBe('You review.');
    await provider.close?.();
  });
});

test.each(['postgres', 'mariadb'] as const)('knex takes its own configuration for %s', async (dialect) => {
  await using database = await migratedDatabase(dialect);
  await publishPrompt(database.knex, review);
  const { hostname: host, port, username: user, password, pathname } = new URL(database.url);
  const settings = { host, port: Number(port), user, password, database: pathname.slice(1) };
  const client = dialect === 'postgres' ? 'pg' : 'mysql2';
  const provider = db();
  const config = { connection: { client, connection: settings, pool: { max: 1 } } };
  const template = await load(provider, { name: 'review', ...config });
  expect(template.uri).toBe(`${host}:${port}${pathname}#review@1`);
  expect(
    (await load(provider, { name: 'review', connection: { client, connection: async () => settings } })).version,
  ).toBe('1');
  await provider.close?.();
});

test('all entries of a database share one pool of few connections, which end when they are idle', async () => {
  await using database = await migratedDatabase('postgres');
  const { knex, url } = database;
  const names = Array.from({ length: 60 }, (_, index) => `prompt-${index}`);
  for (const name of names) await publishPrompt(knex, { name, content: `text of ${name}` });
  const sql = 'select count(*)::int as count from pg_stat_activity where datname = current_database()';
  const others = async () => (await knex.raw(`${sql} and pid <> pg_backend_pid()`)).rows[0].count;
  const provider = db();
  const loaded = Promise.all(names.map((name) => load(provider, { name, connection: url })));
  let most = 0;
  const counting = expect.poll(async () => {
    most = Math.max(most, await others());
    return most;
  });
  await counting.toBe(4);
  expect((await loaded).map(({ content }) => content)).toEqual(names.map((name) => `text of ${name}`));
  expect(await others()).toBeLessThanOrEqual(4);
  await provider.close?.();
  await expect.poll(others).toBe(0);
});

test('a pool keeps no connection that is idle', async () => {
  await using database = await migratedDatabase('postgres');
  await publishPrompt(database.knex, review);
  expect(openDatabase(database.url).client.pool).toMatchObject({ min: 0, max: 4, idleTimeoutMillis: 5000 });
  const provider = db();
  const pool = { idleTimeoutMillis: 20, reapIntervalMillis: 10 };
  const connection = { client: 'pg', connection: database.url, pool };
  await load(provider, { name: 'review', connection });
  const sql = 'select count(*)::int as count from pg_stat_activity where datname = current_database()';
  await expect.poll(async () => (await database.knex.raw(sql)).rows[0].count).toBe(1);
  await provider.close?.();
});

test('says that all connections of a pool are in use', async () => {
  await using database = await migratedDatabase('postgres');
  await publishPrompt(database.knex, review);
  const knex = openDatabase({
    client: 'pg',
    connection: database.url,
    pool: { max: 1, acquireTimeoutMillis: 2000 },
  });
  const held = await knex.client.acquireConnection();
  const provider = db({ knex });
  try {
    await expect(load(provider, { name: 'review' })).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('every connection of the pool was in use'),
    });
  } finally {
    await knex.client.releaseConnection(held);
  }
  expect((await load(provider, { name: 'review' })).version).toBe('1');
  await knex.destroy();
});
