import { expect, test } from 'vitest';
import { freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { askPostgres } from '../../../../scripts/test/servers/clients.ts';
import { orSkip } from '../../../../scripts/test/servers/or-skip.ts';
import { startPostgres } from '../../../../scripts/test/servers/postgres.ts';
import { startProxy } from '../../../../scripts/test/servers/wire-proxy.ts';
import { openDatabase } from '../connection/open-database.ts';
import { migratePrompts } from '../history/migrate.ts';
import { startWatching } from '../test-support/watching.ts';
import { publishPrompt } from '../writing/publish.ts';
import { heartbeat, patience } from './listener.ts';
import { interval } from './watch.ts';

const configs = [{ name: 'one' }, { name: 'two' }];
const retry = (milliseconds: number) => milliseconds < interval;

/** Publishes through the server's own address, whatever becomes of the proxy's. */
async function withPrompts(url: string) {
  const knex = openDatabase(url);
  await migratePrompts(knex);
  let count = 0;
  const publish = async (name: string) => {
    count += 1;
    await publishPrompt(knex, { name, content: `text ${count}` });
  };
  for (const { name } of configs) await publish(name);
  return { knex, publish, [Symbol.asyncDispose]: () => knex.destroy() };
}

/** How many connections of a database listen. */
async function listening(url: string): Promise<number> {
  const sql = "select count(*) from pg_stat_activity where datname = current_database() and query ilike 'listen%'";
  return Number(await askPostgres(url, sql));
}

const until = (ask: () => Promise<number>, count: number) =>
  expect.poll(ask, { interval: 5, timeout: 10_000 }).toBe(count);

test('looks once where it begins, listens on one connection, and leaves none behind', async () => {
  await using database = await freshDatabase('postgres');
  await using prompts = await withPrompts(database.url);
  await using watching = await startWatching(database.url, configs);
  expect(await listening(database.url)).toBe(1);
  await prompts.publish('two');
  expect(await watching.next()).toEqual([1]);
  expect(watching.statements.filter((sql) => sql.includes('prompt_versions'))).toHaveLength(1);
  watching.end();
  await until(() => listening(database.url), 0);
  expect(watching.warnings).toEqual([]);
});

test('listens where knex asks a function for the address', async () => {
  await using database = await freshDatabase('postgres');
  await using prompts = await withPrompts(database.url);
  const connection = { client: 'pg', connection: async () => ({ connectionString: database.url }) };
  await using watching = await startWatching(connection, configs);
  expect(watching.warnings).toEqual([]);
  await prompts.publish('two');
  expect(await watching.next()).toEqual([1]);
});

const losses = {
  'the server ends its connection': async (url: string) => {
    const sql = "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = ";
    await askPostgres(url, `${sql} current_database()`);
  },
  'the network breaks': async (_url: string, cut: () => void) => cut(),
};

test.each(Object.entries(losses))('listens again when %s, and finds what it missed', async (_name, lose) => {
  await using database = await freshDatabase('postgres');
  await using prompts = await withPrompts(database.url);
  const proxy = await startProxy(database.url);
  try {
    await using watching = await startWatching(proxy.url, configs);
    await until(() => listening(database.url), 1);
    proxy.fail('reset');
    await lose(database.url, () => proxy.cut());
    await until(() => listening(database.url), 0);
    await prompts.publish('two');
    proxy.fail(undefined);
    await watching.waits.end(retry);
    expect(await watching.next()).toEqual([1]);
    await prompts.publish('one');
    expect(await watching.next()).toEqual([0]);
    expect(watching.warnings).toHaveLength(1);
    expect(watching.warnings[0]).toContain('hears of changes late');
    expect(await listening(database.url)).toBe(1);
  } finally {
    await proxy.close();
  }
});

test('notices a connection on which nobody answers any longer', async () => {
  await using database = await freshDatabase('postgres');
  await using prompts = await withPrompts(database.url);
  const proxy = await startProxy(database.url);
  try {
    await using watching = await startWatching(proxy.url, configs);
    await watching.waits.end(heartbeat);
    // One that is answered changes nothing.
    await watching.waits.end(heartbeat);
    proxy.fail('hang');
    await prompts.publish('two');
    await watching.waits.end(patience);
    // So is the new connection: it is not waited for either.
    await watching.waits.end(patience);
    proxy.fail(undefined);
    await watching.waits.end(retry);
    expect(await watching.next()).toEqual([1]);
  } finally {
    await proxy.close();
  }
});

test('begins while the server is down, looks often until it listens, and outlives a crash', async () => {
  const server = await orSkip(startPostgres());
  try {
    await using prompts = await withPrompts(server.url);
    await server.kill();
    await using watching = await startWatching(server.url, configs);
    expect(watching.warnings).toHaveLength(1);
    await server.restart();
    // It does not listen yet, so that every look is taken.
    await watching.waits.end(interval);
    await until(async () => watching.statements.filter((sql) => sql.includes('prompt_versions')).length, 1);
    await prompts.publish('one');
    await watching.waits.end(interval);
    expect(await watching.next()).toEqual([0]);

    await watching.waits.end(retry);
    await until(() => listening(server.url), 1);
    await prompts.publish('two');
    expect((await watching.next()).at(-1)).toBe(1);

    await server.kill();
    await server.restart();
    await prompts.publish('two');
    await watching.waits.end(retry);
    expect((await watching.next()).at(-1)).toBe(1);
  } finally {
    await server.stop();
  }
});

test.each(['reset', 'hang'] as const)('can be ended while it tries to connect (%s)', async (fault) => {
  await using database = await freshDatabase('postgres');
  await using _prompts = await withPrompts(database.url);
  const proxy = await startProxy(database.url);
  try {
    await using watching = await startWatching(proxy.url, configs);
    const opened = proxy.calls();
    proxy.fail(fault);
    proxy.cut();
    await expect.poll(() => proxy.calls(), { interval: 5 }).toBeGreaterThan(opened);
    watching.end();
    proxy.fail(undefined);
    proxy.cut();
    await until(() => listening(database.url), 0);
    await until(async () => proxy.connections(), 0);
    expect(watching.told).toEqual([]);
  } finally {
    await proxy.close();
  }
});
