import type { PromptError, PromptTemplate } from '@prompts/core';
import { openDatabase } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { afterEach, expect, test, vi } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import type { DbConfig } from '../config.ts';
import { configSchema } from '../config-schema.ts';
import { db } from '../db.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { context } from '../test-support/load.ts';
import { publishPrompt } from '../writing/publish.ts';

afterEach(() => {
  vi.useRealTimers();
});

const columns = { version: 'version' };
const configs = (
  [{ name: 'review' }, { table: 'locked', id: 1, columns }, { table: 'texts', id: 1, columns }] satisfies DbConfig[]
).map((config) => configSchema.parse(config));

const lockStatements = {
  postgres: (names: readonly string[]) => `lock table ${names} in access exclusive mode`,
  mariadb: (names: readonly string[]) => `lock tables ${names.map((name) => `${name} write`)}`,
};

const unlockStatements = { postgres: 'select 1', mariadb: 'unlock tables' };

async function start(dialect: keyof typeof lockStatements) {
  const database = await createMigratedDatabase(dialect);
  await publishPrompt(database.knex, { name: 'review', content: 'You review.' });
  for (const name of ['locked', 'texts']) {
    await database.knex.schema.createTable(name, (table) => {
      table.integer('id').primary();
      table.text('content');
      table.integer('version');
    });
    await database.knex(name).insert({ id: 1, content: name, version: 1 });
  }
  const knex = openDatabase(database.url);
  const provider = db({ knex });
  return {
    knex,
    provider,
    /** Locks tables on a connection that is not the provider's. */
    async lock(names = ['locked']): Promise<Knex.Transaction> {
      const transaction = await database.knex.transaction();
      await transaction.raw(lockStatements[dialect](names));
      return transaction;
    },
    async [Symbol.asyncDispose]() {
      await provider.close?.();
      await knex.destroy();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Lets the provider's limit pass once all groups but one have released their connections. */
async function passLimit<Result>(knex: Knex, seconds: number, run: () => Promise<Result>): Promise<Result> {
  let released = 0;
  const onRelease = () => {
    released += 1;
  };
  knex.client.pool.on('release', onRelease);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const running = run();
  running.catch(() => {});
  while (released < 2) {
    await new Promise(setImmediate);
    await vi.advanceTimersByTimeAsync(0);
  }
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  vi.useRealTimers();
  knex.client.pool.removeListener('release', onRelease);
  return running;
}

test.for(['postgres', 'mariadb'] as const)('a locked table of %s is a TIMEOUT of its own rows', async (dialect) => {
  await using started = await start(dialect);
  const { provider, knex } = started;
  const load = (...indexes: number[]) =>
    provider.loadMany?.(
      indexes.map((index) => configs[index] as (typeof configs)[number]),
      context,
    ) as Promise<(PromptTemplate | PromptError)[]>;
  const known = (await load(0, 1, 2)) as PromptTemplate[];
  const transaction = await started.lock();
  const timeout = {
    code: 'TIMEOUT',
    message: expect.stringMatching(/did not respond within 24 s: add an index on id to 'locked'$/),
    provider: 'db',
  };
  const cold = await passLimit(knex, 24, () => load(0, 1, 2));
  expect(cold).toMatchObject([{ content: 'You review.' }, timeout, { content: 'texts' }]);
  const entries = configs.map((config, index) => ({ config, template: known[index] as PromptTemplate }));
  const warm = await passLimit(knex, 5, async () => provider.changedSince?.(entries, context));
  expect(warm).toEqual([1]);
  await transaction.raw(unlockStatements[dialect]);
  await transaction.rollback();
  expect(await load(0, 1, 2)).toEqual(known);
});

test.for(['postgres', 'mariadb'] as const)('many locked tables of %s leave connections to others', async (dialect) => {
  await using started = await start(dialect);
  const { provider, knex } = started;
  const names = ['one', 'two', 'three', 'four', 'five'];
  for (const name of names) await knex.schema.createTable(name, (table) => table.integer('id'));
  const transaction = await started.lock(names);
  const locked = names.map((table) => configSchema.parse({ table, id: 1, columns: { content: 'id' } }));
  const loading = provider.loadMany?.(locked, context);
  expect(await provider.load(configs[0] as (typeof configs)[number], context)).toMatchObject({
    content: 'You review.',
  });
  const timeout = { code: 'TIMEOUT', message: expect.stringMatching(/\((55P03|ER_LOCK_WAIT_TIMEOUT)\)$/) };
  expect(await loading).toMatchObject(names.map(() => timeout));
  await transaction.raw(unlockStatements[dialect]);
  await transaction.rollback();
});

test("a collection that takes too long gets advice before core's own limit", async () => {
  await using started = await start('postgres');
  const { provider, knex } = started;
  const transaction = await started.lock();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const listing = provider.list?.(configSchema.parse({ table: 'locked', columns }), context);
  const caught = Promise.resolve(listing).catch((error: unknown) => error);
  while (knex.client.pool.numUsed() === 0) {
    await new Promise(setImmediate);
    await vi.advanceTimersByTimeAsync(0);
  }
  await vi.advanceTimersByTimeAsync(24_000);
  vi.useRealTimers();
  expect(await caught).toMatchObject({
    code: 'TIMEOUT',
    message: expect.stringMatching(/did not respond within 24 s: add an index on id to 'locked'$/),
  });
  await transaction.rollback();
});

test.each(dialects)('a collection without an index is walked to its end on %s', async (dialect) => {
  await using database = await createMigratedDatabase(dialect);
  const { knex } = database;
  await knex.schema.createTable('texts', (table) => {
    table.bigInteger('id');
    table.text('content');
    table.integer('version');
  });
  const count = 2500;
  const numbers = `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})`;
  if (dialect === 'mariadb') await knex.raw('set session max_recursive_iterations = 10000');
  await knex.raw(`insert into texts ${numbers} select n, 'Be brief.', 1 from numbers`);
  const provider = db({ knex });
  const config = configSchema.parse({ table: 'texts', columns });
  const first = (await provider.list?.(config, context)) ?? [];
  const later = (await provider.list?.(config, { ...context, previousList: first })) ?? [];
  for (const members of [first, later]) {
    expect(members).toHaveLength(count);
    expect(members.at(-1)).toMatchObject({ name: String(count), version: '1' });
  }
});
