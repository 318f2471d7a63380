import { randomBytes } from 'node:crypto';
import { Secret } from '@prompts/provider-kit';
import { openDatabase } from '@prompts/sql-kit';
import { expect, test, vi } from 'vitest';
import { askMariaDb, askPostgres } from '../../../../scripts/test/servers/clients.ts';
import { sharedServer } from '../../../../scripts/test/servers/shared-server.ts';
import { db } from '../db.ts';
import { migratePrompts } from '../history/migrate.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { createReadOnlyUser } from '../test-support/create-read-only-user.ts';
import { load } from '../test-support/load.ts';
import { publishPrompt } from '../writing/publish.ts';

test.each(['postgres', 'mariadb'] as const)('a function is called for each new connection to %s', async (dialect) => {
  await using database = await createMigratedDatabase(dialect);
  await using user = await createReadOnlyUser(dialect, database);
  const url = new URL(user.url);
  let calls = 0;
  const knex = await openDatabase(async () => {
    calls += 1;
    return url.href;
  });
  try {
    const publish = () => publishPrompt(knex, { name: 'review', content: 'You review.' });
    await expect(publish()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const callsBefore = calls;
    url.password = randomBytes(12).toString('hex');
    const { username: name, password } = url;
    const change = {
      postgres: `alter role ${name} password '${password}'`,
      mariadb: `alter user ${name} identified by '${password}'`,
    };
    await database.knex.raw(change[dialect]);
    await knex.destroy();
    knex.initialize();
    await expect(publish()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(calls).toBeGreaterThan(callsBefore);
  } finally {
    await knex.destroy();
  }
});

test('a function and a Secret open a database that can be written to', async () => {
  for (const connection of [() => 'sqlite::memory:', new Secret('sqlite::memory:')]) {
    const knex = await openDatabase(connection);
    await migratePrompts(knex);
    expect(await publishPrompt(knex, { name: 'review', content: 'You review.' })).toMatchObject({ version: 1 });
    await knex.destroy();
  }
  await expect(openDatabase(() => 'nothing')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('a Secret of another copy of the kit is accepted', async () => {
  vi.resetModules();
  const copy = await import('@prompts/provider-kit');
  expect(copy.Secret).not.toBe(Secret);
  const connection = new copy.Secret('sqlite::memory:');
  const knex = await openDatabase(connection);
  expect(await knex.raw('select 1 as one')).toEqual([{ one: 1 }]);
  await knex.destroy();
  const query = "select 'You review.' as content";
  for (const [options, config] of [
    [{ connection }, {}],
    [{}, { connection }],
  ]) {
    const provider = db(options);
    expect(await load(provider, { ...config, query })).toMatchObject({ content: 'You review.' });
    const parsed = { ...config, query, bindings: [] };
    expect(provider.identity?.(parsed)).toEqual(db(options).identity?.(parsed));
    await provider.close?.();
  }
});

test('PostgreSQL is reached through a Unix socket', async () => {
  const url = await sharedServer('postgres');
  const { username: user, password, port } = new URL(url);
  const folder = encodeURIComponent(await askPostgres(url, 'show data_directory'));
  const parameters = `host=${folder}&port=${port}`;
  for (const address of [
    `postgres:///postgres?${parameters}&user=${user}&password=${password}`,
    `postgres://${user}:${password}@/postgres?${parameters}`,
    `postgres://${user}:${password}@${folder}:${port}/postgres`,
  ]) {
    const knex = openDatabase(address);
    expect((await knex.raw('select inet_client_addr() as client')).rows).toEqual([{ client: null }]);
    await knex.destroy();
  }
});

test('MariaDB is reached through a Unix socket', async () => {
  const url = await sharedServer('mariadb');
  const [folder, socket] = [await askMariaDb(url, 'select @@datadir'), await askMariaDb(url, 'select @@socket')];
  await askMariaDb(url, "create or replace user 'socket'@'localhost' identified by 'a/b@c#d'");
  try {
    for (const parameter of ['socket', 'socketPath']) {
      const password = encodeURIComponent('a/b@c#d');
      const path = encodeURIComponent(`${folder}${socket}`);
      const knex = openDatabase(`mysql://socket:${password}@localhost/information_schema?${parameter}=${path}`);
      expect((await knex.raw('select user() as name'))[0]).toEqual([{ name: 'socket@localhost' }]);
      await knex.destroy();
    }
  } finally {
    await askMariaDb(url, "drop user 'socket'@'localhost'");
  }
});
