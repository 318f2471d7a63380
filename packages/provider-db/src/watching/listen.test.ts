import { startProxy } from '@prompts/bus-kit/testing';
import { openDatabase } from '@prompts/sql-kit';
import { afterEach, expect, test, vi } from 'vitest';
import { freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { askPostgres } from '../../../../scripts/test/servers/clients.ts';
import { orSkip } from '../../../../scripts/test/servers/or-skip.ts';
import { startPostgres } from '../../../../scripts/test/servers/postgres.ts';
import { migratePrompts } from '../history/migrate.ts';
import { startWatching } from '../test-support/watching.ts';
import { publishPrompt } from '../writing/publish.ts';
import { pollIntervalMs } from './watch.ts';

const configs = [{ name: 'one' }, { name: 'two' }];
/** Recognises the waits between attempts to connect. */
const isBackOff = (ms: number) => ms < pollIntervalMs;

/** Milliseconds between two pings, and those within which a connection must listen. */
const [pingIntervalMs, connectTimeoutMs] = [10_000, 5000];

/** Creates prompts, and publishes directly to the server, whatever a proxy does. */
async function preparePrompts(url: string) {
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

/** Returns the number of connections to a database that listen. */
async function countListening(url: string): Promise<number> {
  const sql = "select count(*) from pg_stat_activity where datname = current_database() and query ilike 'listen%'";
  return Number(await askPostgres(url, sql));
}

const untilCount = (read: () => Promise<number>, count: number) => expect.poll(read, { interval: 5 }).toBe(count);

afterEach(() => {
  vi.useRealTimers();
});

test('polls once at the beginning, listens on one connection, and leaves none behind', async () => {
  await using database = await freshDatabase('postgres');
  await using prompts = await preparePrompts(database.url);
  await using watching = await startWatching(database.url, configs);
  expect(await countListening(database.url)).toBe(1);
  await prompts.publish('two');
  expect(await watching.next()).toEqual([1]);
  expect(watching.statements.filter((sql) => sql.includes('prompt_versions'))).toHaveLength(1);
  watching.end();
  await untilCount(() => countListening(database.url), 0);
  expect(watching.warnings).toEqual([]);
});

test('listens when the address comes from a function', async () => {
  await using database = await freshDatabase('postgres');
  await using prompts = await preparePrompts(database.url);
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

test.each(Object.entries(losses))('reconnects when %s, and finds what it missed', async (_name, lose) => {
  await using database = await freshDatabase('postgres');
  await using prompts = await preparePrompts(database.url);
  const proxy = await startProxy(database.url);
  try {
    await using watching = await startWatching(proxy.url, configs);
    await untilCount(() => countListening(database.url), 1);
    proxy.fail('reset');
    await lose(database.url, () => proxy.cut());
    await untilCount(() => countListening(database.url), 0);
    await watching.waits.end(isBackOff);
    await prompts.publish('two');
    await watching.waits.next(isBackOff);
    proxy.fail(undefined);
    await watching.waits.end(isBackOff);
    expect(await watching.next()).toEqual([1]);
    await prompts.publish('one');
    expect(await watching.next()).toEqual([0]);
    expect(watching.warnings).toHaveLength(1);
    expect(watching.warnings[0]).toContain("db can't listen for changes");
    expect(await countListening(database.url)).toBe(1);
  } finally {
    await proxy.close();
  }
});

test('notices a connection that no longer responds', async () => {
  await using database = await freshDatabase('postgres');
  await using prompts = await preparePrompts(database.url);
  const proxy = await startProxy(database.url);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  try {
    await using watching = await startWatching(proxy.url, configs);
    // A ping that is answered changes nothing.
    for (let pings = 0; pings < 2; pings += 1) {
      const reply = proxy.untilAnswer('SELECT 1');
      vi.advanceTimersByTime(pingIntervalMs);
      await reply;
      // The notification arrives after the reply, on the same connection.
      await prompts.publish('two');
      expect(await watching.next()).toEqual([1]);
    }
    proxy.fail('hang');
    await prompts.publish('two');
    vi.advanceTimersByTime(2 * pingIntervalMs);
    // The new connection doesn't respond either, and must not be waited for.
    const calls = proxy.calls();
    await watching.waits.end(isBackOff);
    await expect.poll(() => proxy.calls(), { interval: 5 }).toBeGreaterThan(calls + 1);
    vi.advanceTimersByTime(connectTimeoutMs);
    await watching.waits.next(isBackOff);
    proxy.fail(undefined);
    await watching.waits.end(isBackOff);
    expect(await watching.next()).toEqual([1]);
  } finally {
    await proxy.close();
  }
});

test('starts while the server is down, polls often until it listens, and survives a crash', async () => {
  const server = await orSkip(startPostgres());
  try {
    await using prompts = await preparePrompts(server.url);
    await server.kill();
    await using watching = await startWatching(server.url, configs);
    expect(watching.warnings).toHaveLength(1);
    await server.restart();
    // It doesn't listen yet, so every poll is made.
    await watching.waits.end(pollIntervalMs);
    await untilCount(async () => watching.statements.filter((sql) => sql.includes('prompt_versions')).length, 1);
    await prompts.publish('one');
    await watching.waits.end(pollIntervalMs);
    expect(await watching.next()).toEqual([0]);

    await watching.waits.end(isBackOff);
    await untilCount(() => countListening(server.url), 1);
    await prompts.publish('two');
    expect((await watching.next()).at(-1)).toBe(1);

    await server.kill();
    await server.restart();
    await prompts.publish('two');
    await watching.waits.end(isBackOff);
    expect((await watching.next()).at(-1)).toBe(1);
  } finally {
    await server.stop();
  }
});

test.each(['reset', 'hang'] as const)('can be stopped while it tries to connect (%s)', async (fault) => {
  await using database = await freshDatabase('postgres');
  await using _prompts = await preparePrompts(database.url);
  const proxy = await startProxy(database.url);
  try {
    await using watching = await startWatching(proxy.url, configs);
    const opened = proxy.calls();
    proxy.fail(fault);
    proxy.cut();
    await watching.waits.end(isBackOff);
    await expect.poll(() => proxy.calls(), { interval: 5 }).toBeGreaterThan(opened);
    watching.end();
    proxy.fail(undefined);
    proxy.cut();
    await untilCount(() => countListening(database.url), 0);
    await untilCount(async () => proxy.connections(), 0);
    expect(watching.told).toEqual([]);
  } finally {
    await proxy.close();
  }
});
