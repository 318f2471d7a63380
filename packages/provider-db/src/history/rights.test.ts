import { randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { type Dialect, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { openDatabase } from '../connection/open-database.ts';
import { migratedDatabase } from '../test-support/migrated-database.ts';
import { schemaOf } from '../test-support/schema-of.ts';
import { startScript } from '../test-support/start-script.ts';
import { rollback, setLabel } from '../writing/labels.ts';
import { publishPrompt } from '../writing/publish.ts';
import { migratePrompts } from './migrate.ts';

const secret = randomBytes(16).toString('hex');

/** Statements that make an account which may only read, for `%` a name; and those that remove it. */
const accounts = {
  postgres: {
    add: [`create role % login password '${secret}'`, 'grant select on all tables in schema public to %'],
    remove: ['drop owned by %', 'drop role %'],
  },
  mariadb: {
    add: [`create user %@'127.0.0.1' identified by '${secret}'`, "grant select on `*`.* to %@'127.0.0.1'"],
    remove: ["drop user %@'127.0.0.1'"],
  },
} as const;

/** Runs `work` as a user who may only read. */
async function asReader(
  dialect: 'postgres' | 'mariadb',
  owner: Knex,
  url: string,
  work: (reader: Knex) => Promise<void>,
) {
  const account = new URL(url);
  account.username = `reader_${randomBytes(4).toString('hex')}`;
  account.password = secret;
  const { add, remove } = accounts[dialect];
  const run = async (statements: readonly string[]) => {
    for (const sql of statements)
      await owner.raw(sql.replace('%', account.username).replace('*', account.pathname.slice(1)));
  };
  await run(add);
  const reader = openDatabase(account.href);
  try {
    await work(reader);
  } finally {
    await reader.destroy();
    await run(remove);
  }
}

const forbidden = {
  code: 'FORBIDDEN',
  message: expect.stringMatching(/does not allow it: check the rights of its user/),
};

const servers = ['postgres', 'mariadb'] as const satisfies Dialect[];

test.each(servers)('without the right to create tables on %s it says so', async (dialect) => {
  await using database = await freshDatabase(dialect);
  const owner = openDatabase(database.url);
  await asReader(dialect, owner, database.url, async (reader) => {
    await expect(migratePrompts(reader)).rejects.toMatchObject(forbidden);
  });
  expect(await schemaOf(owner)).toEqual([]);
  await owner.destroy();
});

test.each(servers)('without the right to write on %s nothing is published', async (dialect) => {
  await using database = await migratedDatabase(dialect);
  const { knex, url } = database;
  await publishPrompt(knex, { name: 'read', content: 'One', label: 'production' });
  await asReader(dialect, knex, url, async (reader) => {
    for (const write of [
      () => publishPrompt(reader, { name: 'read', content: 'Two' }),
      () => setLabel(reader, { name: 'read', label: 'production', version: 1 }),
      () => rollback(reader, { name: 'read', label: 'production' }),
    ])
      await expect(write()).rejects.toMatchObject(forbidden);
  });
  expect(await knex('prompt_versions').pluck('content')).toEqual(['One']);
});

test('in a read-only session of PostgreSQL nothing is published', async () => {
  await using database = await migratedDatabase('postgres');
  const url = new URL(database.url);
  url.searchParams.set('options', '-c default_transaction_read_only=on');
  const knex = openDatabase(url.href);
  await expect(publishPrompt(knex, { name: 'a', content: 'Text' })).rejects.toMatchObject(forbidden);
  await knex.destroy();
});

test('with a file that may only be read nothing is created', async () => {
  await using database = await freshDatabase('sqlite');
  const path = database.url.slice('sqlite:'.length);
  const knex = openDatabase(database.url);
  await knex.schema.createTable('theirs', (table) => table.increments());
  await knex.destroy();
  await chmod(path, 0o444);
  await chmod(dirname(path), 0o755);
  const { ended } = startScript('migrate-process.ts', { DATABASE_URL: database.url, WITHOUT_RIGHTS: 'yes' });
  expect(await ended).toMatchObject({
    code: 1,
    errors: expect.stringMatching(
      /does not allow it: check the rights of its user, and of the file \(SQLITE_READONLY\)/,
    ),
  });
});
