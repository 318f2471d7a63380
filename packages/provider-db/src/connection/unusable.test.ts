import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { freePort } from '../../../../scripts/test/servers/free-port.ts';
import { migratePrompts } from '../history/migrate.ts';
import { expectNoPassword } from '../test-support/expect-no-password.ts';
import { publishPrompt } from '../writing/publish.ts';
import { knexConfigOf } from './address.ts';
import { openDatabase } from './open-database.ts';

/** What publishing and migrating answer there: the same error. */
async function failureOf(connection: Parameters<typeof openDatabase>[0]): Promise<Error> {
  const knex = openDatabase(connection);
  const publishing = await publishPrompt(knex, { name: 'a', content: 'Text' }).catch((error: unknown) => error);
  const migrating = await migratePrompts(knex).catch((error: unknown) => error);
  await knex.destroy();
  expect(migrating).toMatchObject({ code: (publishing as { code: string }).code, provider: 'db' });
  return publishing as Error;
}

const servers = ['postgres', 'mariadb'] as const;

test.each(servers)('a wrong password for %s is refused, and told to nobody', async (dialect) => {
  await using database = await freshDatabase(dialect);
  const wrong = new URL(database.url);
  wrong.password = randomBytes(16).toString('hex');
  const error = await failureOf(wrong.href);
  expect(error).toMatchObject({ code: 'AUTH_FAILED', retryable: false });
  expect(error.message).toMatch(/127\.0\.0\.1:\d+\/test_\w+ does not accept these credentials/);
  expectNoPassword(error, wrong.href);
  expectNoPassword(error, database.url);
});

test.each(servers)('an unknown user of %s is refused, and told to nobody', async (dialect) => {
  await using database = await freshDatabase(dialect);
  const wrong = new URL(database.url);
  wrong.username = `user_${randomBytes(8).toString('hex')}`;
  const error = await failureOf(wrong.href);
  expect(error).toMatchObject({ code: 'AUTH_FAILED' });
  expectNoPassword(error, wrong.href);
  expect(`${error.message} ${error.stack}`).not.toContain(wrong.username);
});

test.each(servers)('a database that %s does not have is named', async (dialect) => {
  await using database = await freshDatabase(dialect);
  const error = await failureOf(`${database.url}_gone`);
  expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(/test_\w+_gone/) });
  expectNoPassword(error, database.url);
});

test.each(['postgres', 'mysql'])('a %s server that does not run is unavailable', async (scheme) => {
  const password = randomBytes(16).toString('hex');
  const url = `${scheme}://user:${password}@127.0.0.1:${await freePort()}/prompts`;
  const error = await failureOf(url);
  expect(error).toMatchObject({
    code: 'UNAVAILABLE',
    retryable: true,
    message: expect.stringMatching(/127\.0\.0\.1:\d+\/prompts can't be reached.*ECONNREFUSED/),
  });
  expectNoPassword(error, url);
});

test('a folder, a missing folder and a file of something else are no database', async () => {
  await using database = await freshDatabase('sqlite');
  const path = database.url.slice('sqlite:'.length);
  await mkdir(`${path}.folder`);
  await writeFile(`${path}.random`, randomBytes(64 * 1024));
  for (const [name, said] of [
    ['.folder', /unable to open database file \(SQLITE_CANTOPEN\)/],
    ['.missing/prompts.db', /unable to open database file \(SQLITE_CANTOPEN\)/],
    ['.random', /file is not a database \(SQLITE_NOTADB\)/],
  ] as const) {
    const error = await failureOf(`${database.url}${name}`);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(said) });
    expect(error.message).toContain(`${path}${name}`);
  }
});

test('a connection to SQLite that may only read publishes nothing', async () => {
  await using database = await freshDatabase('sqlite');
  const knex = openDatabase(database.url);
  await migratePrompts(knex);
  const error = await failureOf(knexConfigOf(database.url, { readOnly: true }));
  expect(error).toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringMatching(
      /does not allow it: check the rights of its user, and of the file \(SQLITE_READONLY\)/,
    ),
  });
  expect(await knex('prompts')).toEqual([]);
  await knex.destroy();
});
