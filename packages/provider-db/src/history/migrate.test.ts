import { openDatabase } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { dumpSchema } from '../test-support/dump-schema.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { publishPrompt } from '../writing/publish.ts';
import { migratePrompts } from './migrate.ts';

const migrationNames = ['001-tables', '002-notifications'];

async function findAppliedMigrations(knex: Knex): Promise<string[]> {
  return (await knex('prompt_migrations').orderBy('id')).map(({ name }) => name);
}

describe.each(dialects)('migratePrompts on %s', (dialect) => {
  test('creates the tables, and does nothing when called again', async () => {
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    await migratePrompts(knex);
    const schema = await dumpSchema(knex);
    await publishPrompt(knex, { name: 'kept', content: 'Text' });
    await migratePrompts(knex);
    expect(await findAppliedMigrations(knex)).toEqual(migrationNames);
    expect(await dumpSchema(knex)).toEqual(schema);
    expect(await loadPrompt(knex, { name: 'kept' })).toMatchObject({ content: 'Text' });
    await knex.destroy();
  });

  test('creates the tables once when several processes call it at the same time', async () => {
    await using database = await freshDatabase(dialect);
    const processes = Array.from({ length: 6 }, () => openDatabase(database.url));
    const created: string[] = [];
    await Promise.all(
      processes.map(async (knex, index) => {
        knex.on('query', ({ sql }: { sql: string }) => {
          if (/^create table .prompt_changes/.test(sql)) created.push(sql);
        });
        await migratePrompts(knex);
        await publishPrompt(knex, { name: `prompt ${index}`, content: 'Text' });
      }),
    );
    expect(created).toHaveLength(1);
    const [knex] = processes as [Knex];
    expect(await findAppliedMigrations(knex)).toEqual(migrationNames);
    expect(await knex('prompts').pluck('name')).toHaveLength(processes.length);
    for (const other of processes) await other.destroy();
  });

  test('rejects a table of another application with one of the names, and leaves it unchanged', async () => {
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    for (const name of ['prompts', 'prompt_versions', 'prompt_labels', 'prompt_changes']) {
      await knex.schema.createTable(name, (table) => {
        table.integer('name');
        table.text('label');
      });
      await knex(name).insert({ name: 7, label: 'mine' });
      await expect(migratePrompts(knex)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(
          `a table '${name}' already exists and was not created by this package: use another schema`,
        ),
      });
      expect(await knex(name)).toEqual([{ name: 7, label: 'mine' }]);
      await knex.schema.dropTable(name);
      expect(await dumpSchema(knex)).toEqual([]);
    }
    await migratePrompts(knex);
    await knex.destroy();
  });

  test('accepts a schema that a newer release has extended', async () => {
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    await migratePrompts(knex);
    await knex('prompt_migrations').insert({ name: '003-future', batch: 2, migration_time: new Date() });
    await knex.schema.alterTable('prompt_versions', (table) => table.string('future'));
    await migratePrompts(knex);
    await publishPrompt(knex, { name: 'today', content: 'Text' });
    expect(await loadPrompt(knex, { name: 'today' })).toMatchObject({ content: 'Text' });
    expect(await findAppliedMigrations(knex)).toEqual([...migrationNames, '003-future']);
    await knex.destroy();
  });
});

test('migratePrompts on MariaDB creates nothing without the lock', async () => {
  await using database = await freshDatabase('mariadb');
  const [holder, knex] = [openDatabase(database.url), openDatabase(database.url)];
  await holder.transaction(async (transaction) => {
    await transaction.raw("select get_lock('prompts-migrations', 0)");
    const outcome = migratePrompts(knex).catch((thrown: unknown) => thrown);
    const sessionId = await waitForLockedSession(transaction);
    await transaction.raw('kill query ?', [sessionId]);
    expect(await outcome).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/another process is creating the tables/),
    });
    await transaction.raw("select release_lock('prompts-migrations')");
  });
  expect(await dumpSchema(knex)).toEqual([]);
  await migratePrompts(knex);
  await Promise.all([holder.destroy(), knex.destroy()]);
});

/** Waits until a session of this database waits for a lock, and returns its id. */
async function waitForLockedSession(knex: Knex): Promise<number> {
  const sql = "select id from information_schema.processlist where state = 'User lock' and db = database()";
  for (;;) {
    const [[row]] = await knex.raw(sql);
    if (row) return row.id;
  }
}
