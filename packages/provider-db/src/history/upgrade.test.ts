import { openDatabase } from '@prompts/sql-kit';
import { describe, expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { dumpSchema } from '../test-support/dump-schema.ts';
import { firstReleaseReads, firstReleaseRows, firstReleaseSchema } from '../test-support/first-release.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { publishVersions } from '../test-support/publish-versions.ts';
import { deprecatePrompt } from '../writing/deprecate.ts';
import { rollback, setLabel } from '../writing/labels.ts';
import { publishPrompt } from '../writing/publish.ts';
import { migratePrompts, migrations } from './migrate.ts';
import { runMigrations } from './run-migrations.ts';

/** An example of how a later release may extend the schema. */
const laterMigration = {
  name: '999-later',
  up: async (knex: Parameters<typeof migratePrompts>[0]) => {
    await knex.schema.alterTable('prompt_versions', (table) => table.string('later'));
    await knex.schema.createTable('prompt_later', (table) => table.increments());
  },
};

describe.each(dialects)('an upgrade on %s', (dialect) => {
  test('loads what the first release wrote unchanged, and continues its history', async () => {
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    for (const sql of firstReleaseSchema[dialect]) await knex.raw(sql);
    for (const [table, rows] of Object.entries(firstReleaseRows)) await knex(table).insert(rows);

    for (const upgrade of [
      migratePrompts,
      () => runMigrations([...migrations, laterMigration], knex),
      migratePrompts,
    ]) {
      await upgrade(knex);
      for (const [config, expected] of firstReleaseReads) {
        const { uri, ...template } = await loadPrompt(knex, config);
        expect(template).toEqual(expected);
      }
    }
    expect(await rollback(knex, { name: 'review', label: 'production' })).toMatchObject({ version: 2 });
    expect(await publishPrompt(knex, { name: 'review', content: 'Three' })).toMatchObject({ version: 3 });
    await knex.destroy();
  });

  test('of the first release results in the same schema as a new database', async () => {
    await using reference = await createMigratedDatabase(dialect);
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    for (const sql of firstReleaseSchema[dialect]) await knex.raw(sql);
    await migratePrompts(knex);
    expect(await dumpSchema(knex)).toEqual(await dumpSchema(reference.knex));
    await knex.destroy();
  });

  test('keeps what an older release published', async () => {
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    await runMigrations(migrations.slice(0, 1), knex);
    await publishVersions('old', 2, knex);
    await publishPrompt(knex, {
      name: 'old',
      content: 'Three',
      metadata: { a: { b: 1 } },
      author: 'Ada',
      message: 'So',
    });
    await setLabel(knex, { name: 'old', label: 'production', version: 1 });
    await publishVersions('older', 1, knex);
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
    await runMigrations([...migrations, laterMigration], knex);
    expect(await readAll()).toEqual(before);
    expect(await publishPrompt(knex, { name: 'old', content: 'Four' })).toMatchObject({ version: 4 });
    await knex.destroy();
  });
});
