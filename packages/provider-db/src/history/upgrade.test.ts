import { describe, expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { openDatabase } from '../connection/open-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { migratedDatabase } from '../test-support/migrated-database.ts';
import { publishNumbered } from '../test-support/publish-numbered.ts';
import { readOfReleaseOne, releaseOne, rowsOfReleaseOne } from '../test-support/release-1.ts';
import { schemaOf } from '../test-support/schema-of.ts';
import { deprecatePrompt } from '../writing/deprecate.ts';
import { rollback, setLabel } from '../writing/labels.ts';
import { publishPrompt } from '../writing/publish.ts';
import { migratePrompts, migrations } from './migrate.ts';
import { runMigrations } from './run-migrations.ts';

/** As a later release may add to the tables. */
const later = {
  name: '999-later',
  up: async (knex: Parameters<typeof migratePrompts>[0]) => {
    await knex.schema.alterTable('prompt_versions', (table) => table.string('later'));
    await knex.schema.createTable('prompt_later', (table) => table.increments());
  },
};

describe.each(dialects)('an upgrade on %s', (dialect) => {
  test('reads what the first release wrote as that did, and goes on with it', async () => {
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    for (const sql of releaseOne[dialect]) await knex.raw(sql);
    for (const [table, rows] of Object.entries(rowsOfReleaseOne)) await knex(table).insert(rows);

    for (const upgrade of [migratePrompts, () => runMigrations([...migrations, later], knex), migratePrompts]) {
      await upgrade(knex);
      for (const [wanted, expected] of readOfReleaseOne) {
        const { uri, ...template } = await loadPrompt(knex, wanted);
        expect(template).toEqual(expected);
      }
    }
    expect(await rollback(knex, { name: 'review', label: 'production' })).toMatchObject({ version: 2 });
    expect(await publishPrompt(knex, { name: 'review', content: 'Three' })).toMatchObject({ version: 3 });
    await knex.destroy();
  });

  test('from the first release makes the same tables as a new start', async () => {
    await using model = await migratedDatabase(dialect);
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    for (const sql of releaseOne[dialect]) await knex.raw(sql);
    await migratePrompts(knex);
    expect(await schemaOf(knex)).toEqual(await schemaOf(model.knex));
    await knex.destroy();
  });

  test('finds what an older release published', async () => {
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    await runMigrations(migrations.slice(0, 1), knex);
    await publishNumbered('old', 2, knex);
    await publishPrompt(knex, {
      name: 'old',
      content: 'Three',
      metadata: { a: { b: 1 } },
      author: 'Ada',
      message: 'So',
    });
    await setLabel(knex, { name: 'old', label: 'production', version: 1 });
    await publishNumbered('older', 1, knex);
    await deprecatePrompt(knex, { name: 'older' });
    const readAll = async () => [
      await loadPrompt(knex, { name: 'old' }),
      await loadPrompt(knex, { name: 'old', label: 'latest' }),
      await loadPrompt(knex, { name: 'old', version: 2 }),
      await loadPrompt(knex, { name: 'older' }),
    ];
    const before = await readAll();
    expect(before.map(({ version }) => version)).toEqual(['1', '3', '2', '1']);
    await migratePrompts(knex);
    expect(await readAll()).toEqual(before);
    await runMigrations([...migrations, later], knex);
    expect(await readAll()).toEqual(before);
    expect(await publishPrompt(knex, { name: 'old', content: 'Four' })).toMatchObject({ version: 4 });
    await knex.destroy();
  });
});
