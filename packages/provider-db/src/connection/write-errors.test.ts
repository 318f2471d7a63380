import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { openDatabase, parseConnectionString } from '@prompts/sql-kit';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { freePort } from '../../../../scripts/test/servers/free-port.ts';
import { migratePrompts } from '../history/migrate.ts';
import { expectNoPassword } from '../test-support/expect-no-password.ts';
import { publishPrompt } from '../writing/publish.ts';

/** Returns the error of publishing. Expects migrating to throw the same one. */
async function writeError(connection: Parameters<typeof openDatabase>[0]): Promise<Error> {
  const knex = openDatabase(connection);
  const publishing = await publishPrompt(knex, { name: 'a', content: 'Text' }).catch((error: unknown) => error);
  const migrating = await migratePrompts(knex).catch((error: unknown) => error);
  await knex.destroy();
  expect(migrating).toMatchObject({ code: (publishing as { code: string }).code, provider: 'db' });
  return publishing as Error;
}

const servers = ['postgres', 'mariadb'] as const;

test.each(servers)('a wrong password for %s is AUTH_FAILED, and is not revealed', async (dialect) => {
  await using database = await freshDatabase(dialect);
  const wrong = new URL(database.url);
  wrong.password = randomBytes(16).toString('hex');
  const error = await writeError(wrong.href);
  expect(error).toMatchObject({ code: 'AUTH_FAILED', retryable: false });
  expect(error.message).toMatch(/127\.0\.0\.1:\d+\/test_\w+ rejected the credentials/);
  expectNoPassword(error, wrong.href);
  expectNoPassword(error, database.url);
});

test.each(servers)('an unknown user of %s is AUTH_FAILED, and is not revealed', async (dialect) => {
  await using database = await freshDatabase(dialect);
  const wrong = new URL(database.url);
  wrong.username = `user_${randomBytes(8).toString('hex')}`;
  const error = await writeError(wrong.href);
  expect(error).toMatchObject({ code: 'AUTH_FAILED' });
  expectNoPassword(error, wrong.href);
  expect(`${error.message} ${error.stack}`).not.toContain(wrong.username);
});

test.each(servers)('an unknown database of %s is CONFIG_INVALID, with its name', async (dialect) => {
  await using database = await freshDatabase(dialect);
  const error = await writeError(`${database.url}_gone`);
  expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(/test_\w+_gone/) });
  expectNoPassword(error, database.url);
});

test.each(['postgres', 'mysql'])('a %s server that is not running is UNAVAILABLE', async (scheme) => {
  const password = randomBytes(16).toString('hex');
  const url = `${scheme}://user:${password}@127.0.0.1:${await freePort()}/prompts`;
  const error = await writeError(url);
  expect(error).toMatchObject({
    code: 'UNAVAILABLE',
    retryable: true,
    message: expect.stringMatching(/127\.0\.0\.1:\d+\/prompts can't be reached, or failed.*ECONNREFUSED/),
  });
  expectNoPassword(error, url);
});

test('a folder, a path in a missing folder and another kind of file are CONFIG_INVALID', async () => {
  await using database = await freshDatabase('sqlite');
  const path = database.url.slice('sqlite:'.length);
  await mkdir(`${path}.folder`);
  await writeFile(`${path}.random`, randomBytes(64 * 1024));
  for (const [suffix, message] of [
    ['.folder', /unable to open database file \(SQLITE_CANTOPEN\)/],
    ['.missing/prompts.db', /is in a folder that does not exist: .* \(SQLITE_CANTOPEN\)/],
    ['.random', /file is not a database \(SQLITE_NOTADB\)/],
  ] as const) {
    const error = await writeError(`${database.url}${suffix}`);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) });
    expect(error.message).toContain(`${path}${suffix}`);
  }
});

test('publishing through a read-only connection to SQLite is FORBIDDEN', async () => {
  await using database = await freshDatabase('sqlite');
  const knex = openDatabase(database.url);
  await migratePrompts(knex);
  const error = await writeError(parseConnectionString(database.url, { readOnly: true }));
  expect(error).toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringMatching(
      /denied the operation: check the permissions of the database user or of the SQLite file \(SQLITE_READONLY\)/,
    ),
  });
  expect(await knex('prompts')).toEqual([]);
  await knex.destroy();
});
