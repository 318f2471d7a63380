import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { openDatabase } from '../connection/open-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { schemaOf } from '../test-support/schema-of.ts';
import { publishPrompt } from '../writing/publish.ts';
import { migratePrompts } from './migrate.ts';

const names = ['001-tables', '002-notifications'];

async function done(knex: Knex): Promise<string[]> {
  return (await knex('prompt_migrations').orderBy('id')).map(({ name }) => name);
}

describe.each(dialects)('migratePrompts on %s', (dialect) => {
  test('creates the tables, and may be called again', async () => {
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    await migratePrompts(knex);
    const schema = await schemaOf(knex);
    await publishPrompt(knex, { name: 'kept', content: 'Text' });
    await migratePrompts(knex);
    expect(await done(knex)).toEqual(names);
    expect(await schemaOf(knex)).toEqual(schema);
    expect(await loadPrompt(knex, { name: 'kept' })).toMatchObject({ content: 'Text' });
    await knex.destroy();
  });

  test('may be called by many at once, of whom one does the work', async () => {
    await using database = await freshDatabase(dialect);
    const processes = Array.from({ length: 6 }, () => openDatabase(database.url));
    const created: string[] = [];
    await Promise.all(
      processes.map(async (knex, index) => {
        knex.on('query', ({ sql }: { sql: string }) => {
          if (/^create table .prompt_changes/.test(sql)) created.push(sql);
        });
        await migratePrompts(knex);
        await publishPrompt(knex, { name: `of ${index}`, content: 'Text' });
      }),
    );
    expect(created).toHaveLength(1);
    const [knex] = processes as [Knex];
    expect(await done(knex)).toEqual(names);
    expect(await knex('prompts').pluck('name')).toHaveLength(processes.length);
    for (const other of processes) await other.destroy();
  });

  test("refuses somebody else's table of one of the names, and leaves it alone", async () => {
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
        message: expect.stringMatching(`a table '${name}' already that is not this package's: use another schema`),
      });
      expect(await knex(name)).toEqual([{ name: 7, label: 'mine' }]);
      await knex.schema.dropTable(name);
      expect(await schemaOf(knex)).toEqual([]);
    }
    await migratePrompts(knex);
    await knex.destroy();
  });

  test('is not disturbed by what a newer release did', async () => {
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    await migratePrompts(knex);
    await knex('prompt_migrations').insert({ name: '003-of-tomorrow', batch: 2, migration_time: new Date() });
    await knex.schema.alterTable('prompt_versions', (table) => table.string('tomorrow'));
    await migratePrompts(knex);
    await publishPrompt(knex, { name: 'today', content: 'Text' });
    expect(await loadPrompt(knex, { name: 'today' })).toMatchObject({ content: 'Text' });
    expect(await done(knex)).toEqual([...names, '003-of-tomorrow']);
    await knex.destroy();
  });
});

test('without the lock nothing is created on MariaDB', async () => {
  await using database = await freshDatabase('mariadb');
  const [holder, knex] = [openDatabase(database.url), openDatabase(database.url)];
  await holder.transaction(async (transaction) => {
    await transaction.raw("select get_lock('prompts-migrations', 0)");
    const outcome = migratePrompts(knex).catch((thrown: unknown) => thrown);
    const waiting = await untilWaiting(transaction);
    await transaction.raw('kill query ?', [waiting]);
    expect(await outcome).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/another process creates the tables/),
    });
    await transaction.raw("select release_lock('prompts-migrations')");
  });
  expect(await schemaOf(knex)).toEqual([]);
  await migratePrompts(knex);
  await Promise.all([holder.destroy(), knex.destroy()]);
});

/** @returns the session of this database that waits for a lock. */
async function untilWaiting(knex: Knex): Promise<number> {
  const sql = "select id from information_schema.processlist where state = 'User lock' and db = database()";
  for (;;) {
    const [[row]] = await knex.raw(sql);
    if (row) return row.id;
  }
}
