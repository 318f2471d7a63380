import { randomBytes } from 'node:crypto';
import { openDatabase } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { createPool } from 'mysql2';
import { Pool } from 'pg';
import { describe, expect, test } from 'vitest';
import { db } from '../db.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { createReadOnlyUser } from '../test-support/create-read-only-user.ts';
import { load } from '../test-support/load.ts';
import { publishPrompt } from '../writing/publish.ts';

/** Counts the connections to a PostgreSQL database, except the one that is used to count. */
async function countOtherConnections(knex: Knex): Promise<number> {
  const condition = 'datname = current_database() and pid <> pg_backend_pid()';
  const { rows } = await knex.raw(`select count(*)::int as count from pg_stat_activity where ${condition}`);
  return rows[0].count;
}

const review = { name: 'review', content: 'You review.' };

describe("the app's own", () => {
  test.each(['sqlite', 'postgres', 'mariadb'] as const)('knex on %s is used, and not destroyed', async (dialect) => {
    await using database = await createMigratedDatabase(dialect);
    const { knex } = database;
    await publishPrompt(knex, review);
    const provider = db({ knex });
    expect((await load(provider, { name: 'review' })).content).toBe('You review.');
    await provider.close?.();
    await publishPrompt(knex, { ...review, content: 'It is still open.' });
    await expect(load(provider, { table: 'nowhere', id: 1 })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await publishPrompt(knex, { ...review, content: 'Also after an error.' });
  });

  test('pool of pg is used, and not closed', async () => {
    await using database = await createMigratedDatabase('postgres');
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

  test.each(['callbacks', 'promises'])('pool of mysql2 with %s is used, and not closed', async (style) => {
    await using database = await createMigratedDatabase('mariadb');
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

describe('a connection function', () => {
  test('is called for each new connection, so a rotated password needs no restart', async () => {
    await using database = await createMigratedDatabase('postgres');
    const { knex } = database;
    await publishPrompt(knex, review);
    await using user = await createReadOnlyUser('postgres', database);
    const url = new URL(user.url);
    let calls = 0;
    const provider = db({
      connection: () => {
        calls += 1;
        return url.href;
      },
    });
    const terminateConnections = `select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = '${user.name}'`;
    try {
      expect((await load(provider, { name: 'review' })).version).toBe('1');
      const callsBefore = calls;
      expect((await load(provider, { name: 'review' })).version).toBe('1');
      expect(calls).toBe(callsBefore);
      url.password = randomBytes(12).toString('hex');
      await knex.raw(`alter role ${user.name} password '${url.password}'`);
      await knex.raw(terminateConnections);
      expect((await load(provider, { name: 'review' })).version).toBe('1');
      expect(calls).toBe(callsBefore + 1);
    } finally {
      await provider.close?.();
      await knex.raw(terminateConnections);
    }
  });

  test('is called again after it failed', async () => {
    await using database = await createMigratedDatabase('sqlite');
    await publishPrompt(database.knex, review);
    const failures = [() => '', () => Promise.reject(new Error('no secrets yet'))];
    const provider = db({ connection: async () => failures.shift()?.() ?? database.url });
    await expect(load(provider, { name: 'review' })).rejects.toThrow();
    await expect(load(provider, { name: 'review' })).rejects.toThrow();
    expect((await load(provider, { name: 'review' })).content).toBe('You review.');
    await provider.close?.();
  });
});

test.each(['postgres', 'mariadb'] as const)('connection may be a knex configuration for %s', async (dialect) => {
  await using database = await createMigratedDatabase(dialect);
  await publishPrompt(database.knex, review);
  const { hostname: host, port, username: user, password, pathname } = new URL(database.url);
  const settings = { host, port: Number(port), user, password, database: pathname.slice(1) };
  const client = dialect === 'postgres' ? 'pg' : 'mysql2';
  const provider = db();
  const config = { connection: { client, connection: settings, pool: { max: 1 } } };
  const template = await load(provider, { name: 'review', ...config });
  expect(template.uri).toBe(`${new URL(database.url).protocol}//${host}:${port}${pathname}#review@1`);
  expect(
    (await load(provider, { name: 'review', connection: { client, connection: async () => settings } })).version,
  ).toBe('1');
  await provider.close?.();
});

test('entries with the same connection share a pool of at most four connections', async () => {
  await using database = await createMigratedDatabase('postgres');
  const { knex, url } = database;
  const names = Array.from({ length: 60 }, (_, index) => `prompt-${index}`);
  for (const name of names) await publishPrompt(knex, { name, content: `text of ${name}` });
  const provider = db();
  const loaded = Promise.all(names.map((name) => load(provider, { name, connection: url })));
  let maxConnections = 0;
  const peak = expect.poll(async () => {
    maxConnections = Math.max(maxConnections, await countOtherConnections(knex));
    return maxConnections;
  });
  await peak.toBe(4);
  expect((await loaded).map(({ content }) => content)).toEqual(names.map((name) => `text of ${name}`));
  expect(await countOtherConnections(knex)).toBeLessThanOrEqual(4);
  await provider.close?.();
  await expect.poll(() => countOtherConnections(knex)).toBe(0);
});

test('a pool closes idle connections', async () => {
  await using database = await createMigratedDatabase('postgres');
  await publishPrompt(database.knex, review);
  expect(openDatabase(database.url).client.pool).toMatchObject({ min: 0, max: 4, idleTimeoutMillis: 5000 });
  const provider = db();
  const pool = { idleTimeoutMillis: 20, reapIntervalMillis: 10 };
  const connection = { client: 'pg', connection: database.url, pool };
  await load(provider, { name: 'review', connection });
  await expect.poll(() => countOtherConnections(database.knex)).toBe(0);
  await provider.close?.();
});

test('a load throws TIMEOUT if all connections of the pool are in use', async () => {
  await using database = await createMigratedDatabase('postgres');
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
      message: expect.stringContaining("raise the pool's max"),
    });
  } finally {
    await knex.client.releaseConnection(held);
  }
  expect((await load(provider, { name: 'review' })).version).toBe('1');
  await knex.destroy();
});
