import { expect, test } from 'vitest';
import { configSchema } from '../config-schema.ts';
import { db } from '../db.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { context } from '../test-support/load.ts';
import { startWatching } from '../test-support/watching.ts';
import { pollIntervalMs } from '../watching/watch.ts';

const cases = [
  ['postgres', 'integer', '1', 'word'],
  ['mariadb', 'varchar(20) character set latin1', 'café', '🎉'],
] as const;

test.each(cases)('an id that its column on %s cannot hold fails alone', async (dialect, type, valid, invalid) => {
  await using database = await createMigratedDatabase(dialect);
  const { knex, url } = database;
  await knex.raw(`create table texts (id ${type} primary key, content varchar(20), revision integer)`);
  await knex('texts').insert({ id: valid, content: 'one', revision: 1 });
  const configs = [invalid, valid, invalid].map((id) =>
    configSchema.parse({ table: 'texts', id, columns: { version: 'revision' } }),
  );
  const provider = db({ knex });
  const loaded = await provider.loadMany?.(configs, context);
  expect(loaded).toMatchObject([{ code: 'CONFIG_INVALID' }, { content: 'one' }, { code: 'CONFIG_INVALID' }]);
  const template = { content: 'one', version: '1' };
  const entries = configs.map((config) => ({ config, template }));
  expect(await provider.changedSince?.(entries, context)).toEqual([0, 2]);

  await using watching = await startWatching(url, configs);
  await knex('texts').update({ content: 'two', revision: 2 });
  await watching.waits.end(pollIntervalMs);
  expect(await watching.next()).toEqual([1]);
});
