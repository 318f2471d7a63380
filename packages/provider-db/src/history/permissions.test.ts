import { chmod } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openDatabase } from '@prompts/sql-kit';
import { expect, test } from 'vitest';
import { type Dialect, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { createReadOnlyUser } from '../test-support/create-read-only-user.ts';
import { dumpSchema } from '../test-support/dump-schema.ts';
import { startScript } from '../test-support/start-script.ts';
import { rollback, setLabel } from '../writing/labels.ts';
import { publishPrompt } from '../writing/publish.ts';
import { migratePrompts } from './migrate.ts';

const forbidden = {
  code: 'FORBIDDEN',
  message: expect.stringMatching(/denied the operation: check the permissions of the database user/),
};

const servers = ['postgres', 'mariadb'] as const satisfies Dialect[];

test.each(servers)('migratePrompts on %s throws FORBIDDEN if the user may not create tables', async (dialect) => {
  await using database = await freshDatabase(dialect);
  const owner = openDatabase(database.url);
  {
    await using user = await createReadOnlyUser(dialect, { knex: owner, url: database.url });
    await expect(migratePrompts(user.knex)).rejects.toMatchObject(forbidden);
  }
  expect(await dumpSchema(owner)).toEqual([]);
  await owner.destroy();
});

test.each(servers)('writing on %s throws FORBIDDEN if the user may only read', async (dialect) => {
  await using database = await createMigratedDatabase(dialect);
  await publishPrompt(database.knex, { name: 'read', content: 'One', label: 'production' });
  await using user = await createReadOnlyUser(dialect, database);
  const reader = user.knex;
  for (const write of [
    () => publishPrompt(reader, { name: 'read', content: 'Two' }),
    () => setLabel(reader, { name: 'read', label: 'production', version: 1 }),
    () => rollback(reader, { name: 'read', label: 'production' }),
  ])
    await expect(write()).rejects.toMatchObject(forbidden);
  expect(await database.knex('prompt_versions').pluck('content')).toEqual(['One']);
});

test('publishPrompt throws FORBIDDEN in a read-only session of PostgreSQL', async () => {
  await using database = await createMigratedDatabase('postgres');
  const url = new URL(database.url);
  url.searchParams.set('options', '-c default_transaction_read_only=on');
  const knex = openDatabase(url.href);
  await expect(publishPrompt(knex, { name: 'a', content: 'Text' })).rejects.toMatchObject(forbidden);
  await knex.destroy();
});

test('migratePrompts throws FORBIDDEN for a read-only SQLite file', async () => {
  await using database = await freshDatabase('sqlite');
  const path = database.url.slice('sqlite:'.length);
  const knex = openDatabase(database.url);
  await knex.schema.createTable('other', (table) => table.increments());
  await knex.destroy();
  await chmod(path, 0o444);
  await chmod(dirname(path), 0o755);
  const { exited } = startScript('migrate-process.ts', { DATABASE_URL: database.url, DROP_PRIVILEGES: 'yes' });
  expect(await exited).toMatchObject({
    code: 1,
    errors: expect.stringMatching(
      /denied the operation: check the permissions of the database user or of the SQLite file \(SQLITE_READONLY\)/,
    ),
  });
});
