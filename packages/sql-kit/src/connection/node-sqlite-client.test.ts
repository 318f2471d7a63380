import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { openDatabase } from './open-database.ts';

test('a write waits for a lock without blocking the event loop', async () => {
  await using database = await freshDatabase('sqlite');
  const other = new DatabaseSync(database.url.slice('sqlite:'.length));
  other.exec('create table words (word text)');
  other.exec('begin immediate');
  const knex = openDatabase(database.url);
  let isWritten = false;
  const writing = knex('words')
    .insert({ word: 'mine' })
    .then(() => {
      isWritten = true;
    });
  const attempted = Promise.withResolvers<void>();
  knex.on('query', () => setImmediate(attempted.resolve));
  await attempted.promise;
  expect(isWritten).toBe(false);
  other.exec('commit');
  await writing;
  expect(await knex('words').pluck('word')).toEqual(['mine']);
  await knex.destroy();
  other.close();
});

test.each([
  [5, 'SQLITE_BUSY'],
  [6, 'SQLITE_LOCKED'],
  [261, 'SQLITE_BUSY_RECOVERY'],
])('a statement is retried after error %i (%s)', async (errcode) => {
  const knex = openDatabase('sqlite::memory:');
  const connection = await knex.client.acquireConnection();
  const prepare = connection.prepare.bind(connection);
  let failures = 0;
  connection.prepare = (sql: string) => {
    if (failures++ < 2) throw Object.assign(new Error('busy'), { errcode });
    return prepare(sql);
  };
  await knex.client.releaseConnection(connection);
  expect(await knex.raw('select 1 as one')).toEqual([{ one: 1 }]);
  expect(failures).toBe(3);
  await knex.destroy();
});

test('a statement is not retried after SQLITE_BUSY_SNAPSHOT', async () => {
  await using database = await freshDatabase('sqlite');
  const [knex, other] = [openDatabase(database.url), openDatabase(database.url)];
  await knex.raw('pragma journal_mode = wal');
  await knex.schema.createTable('words', (table) => table.string('word'));
  let inserts = 0;
  const outdated = knex.transaction(async (transaction) => {
    await transaction('words');
    await other('words').insert({ word: 'theirs' });
    const connection = await transaction.client.acquireConnection();
    const prepare = connection.prepare.bind(connection);
    connection.prepare = (sql: string) => {
      if (sql.startsWith('insert')) inserts += 1;
      return prepare(sql);
    };
    await transaction('words').insert({ word: 'mine' });
  });
  await expect(outdated).rejects.toMatchObject({ errcode: 517 });
  expect(inserts).toBe(1);
  await Promise.all([knex.destroy(), other.destroy()]);
});
