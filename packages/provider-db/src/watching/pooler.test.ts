import { notificationTimeoutMs } from '@prompts/bus-kit';
import { createPrompts } from '@prompts/core';
import { Pool } from 'pg';
import { expect, test } from 'vitest';
import { askPostgres } from '../../../../scripts/test/servers/clients.ts';
import { orSkip } from '../../../../scripts/test/servers/or-skip.ts';
import { startPgBouncer } from '../../../../scripts/test/servers/pgbouncer.ts';
import type { DbOptions } from '../config.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { db } from '../db.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { Waits } from '../test-support/waits.ts';
import { startWatching } from '../test-support/watching.ts';
import { publishPrompt } from '../writing/publish.ts';
import { pollIntervalMs } from './watch.ts';

async function createPooledDatabase() {
  const database = await createMigratedDatabase('postgres');
  await publishPrompt(database.knex, { name: 'review', content: 'one' });
  const pooler = await orSkip(startPgBouncer(database.url));
  return {
    database,
    pooler,
    async [Symbol.asyncDispose]() {
      await pooler.stop();
      await database[Symbol.asyncDispose]();
    },
  };
}

const configs: ParsedConfig[] = [{ name: 'review' }];

test('polls at its usual interval, with one warning, behind a pooler that loses notifications', async () => {
  await using pooled = await createPooledDatabase();
  const waits = new Waits();
  const starting = startWatching(pooled.pooler.url, configs, undefined, waits);
  await waits.end(notificationTimeoutMs);
  await using watching = await starting;
  expect(watching.warnings).toEqual([
    expect.stringMatching(/polls for changes: notifications do not arrive .* a pooler .*listen: 'postgres:\/\/…'/),
  ]);
  for (const content of ['two', 'three']) {
    await publishPrompt(pooled.database.knex, { name: 'review', content });
    await watching.waits.end(pollIntervalMs);
    expect(await watching.next()).toEqual([0]);
  }
  expect(watching.warnings).toHaveLength(1);
});

test('finds changes while it checks whether notifications arrive', async () => {
  await using pooled = await createPooledDatabase();
  const waits = new Waits();
  const starting = startWatching(pooled.pooler.url, configs, undefined, waits);
  await waits.next(notificationTimeoutMs);
  await publishPrompt(pooled.database.knex, { name: 'review', content: 'two' });
  await waits.end(pollIntervalMs);
  // The poll has ended, and the next wait has begun.
  await waits.next(pollIntervalMs);
  await waits.end(notificationTimeoutMs);
  await using watching = await starting;
  expect(watching.told).toEqual([[0]]);
});

test('polls, with one warning, if the address to listen at is of another database', async () => {
  await using database = await createMigratedDatabase('postgres');
  await publishPrompt(database.knex, { name: 'review', content: 'one' });
  await using other = await createMigratedDatabase('postgres');
  const waits = new Waits();
  const starting = startWatching(database.url, configs, undefined, waits, other.url);
  await waits.end(notificationTimeoutMs);
  await using watching = await starting;
  expect(watching.warnings).toEqual([
    expect.stringMatching(/polls for changes: .* of the same database, in db\({ listen }\)$/),
  ]);
  await publishPrompt(database.knex, { name: 'review', content: 'two' });
  await waits.end(pollIntervalMs);
  expect(await watching.next()).toEqual([0]);
});

const app = (options: DbOptions) =>
  createPrompts({
    providers: [db(options)],
    cache: { ttl: 3600 },
    systemPrompts: { review: { provider: 'db', config: { name: 'review' } } },
  });

test.each(['connection', 'pool'] as const)('listens at another address than that of the %s', async (kind) => {
  await using pooled = await createPooledDatabase();
  const connectionString = pooled.pooler.url;
  const pool = new Pool({ connectionString });
  try {
    const given = { connection: { connection: connectionString }, pool: { pool } }[kind];
    await using prompts = await app({ ...given, listen: async () => pooled.database.url });
    await prompts.get('review');
    const sql =
      "select count(*)::int from pg_stat_activity where datname = current_database() and query ilike 'listen \"prompts_ch%'";
    await expect.poll(() => askPostgres(pooled.database.url, sql), { interval: 5 }).toBe('1');
    await publishPrompt(pooled.database.knex, { name: 'review', content: 'two' });
    await expect.poll(() => prompts.peek('review')?.content, { interval: 5 }).toBe('two');
  } finally {
    await pool.end();
  }
});

test('the address to listen at must be one of PostgreSQL', () => {
  expect(() => db({ listen: 'mysql://user@host/it' })).toThrow(/listen must be 'postgres:/);
  const listen = 'postgres://user@host/it';
  expect(() => db({ connection: 'sqlite:./it.db', listen })).toThrow(/listen is for databases of PostgreSQL/);
});
