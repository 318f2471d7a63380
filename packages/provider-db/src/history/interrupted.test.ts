import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { openDatabase } from '../connection/open-database.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { migratedDatabase } from '../test-support/migrated-database.ts';
import { proxied } from '../test-support/proxied.ts';
import { schemaOf } from '../test-support/schema-of.ts';
import { startScript } from '../test-support/start-script.ts';
import { publishPrompt } from '../writing/publish.ts';
import { migratePrompts } from './migrate.ts';

/** Migrates what an interrupted migration left, and sees that nothing is missing. */
async function expectMended(knex: Knex, whole: unknown): Promise<void> {
  await migratePrompts(knex);
  expect(await schemaOf(knex)).toEqual(whole);
  await publishPrompt(knex, { name: 'works', content: 'Text', label: 'production' });
  expect(await loadPrompt(knex, { name: 'works' })).toMatchObject({ content: 'Text' });
}

describe.each(dialects)('a migration on %s', (dialect) => {
  test('goes on after a process that was killed', async () => {
    await using model = await migratedDatabase(dialect);
    const whole = await schemaOf(model.knex);
    // Creating the tables takes 30 statements or more.
    const places = Array.from({ length: 2 }, (_, index) => 4 + 14 * index + randomInt(14));
    const mended = places.map(async (place) => {
      await using database = await freshDatabase(dialect);
      const { ended } = startScript('migrate-process.ts', { DATABASE_URL: database.url, KILL_AT: `${place}` });
      expect(await ended, `killed at ${place}`).toEqual({ code: null, signal: 'SIGKILL', errors: '' });
      const knex = openDatabase(database.url);
      await expectMended(knex, whole);
      await knex.destroy();
    });
    await Promise.all(mended);
  });

  test('goes on where only the first table is there, and the mark of a process that died', async () => {
    await using model = await migratedDatabase(dialect);
    const { knex } = model;
    const whole = await schemaOf(knex);
    for (const table of ['prompt_labels', 'prompt_versions', 'prompt_changes', 'prompt_migrations'])
      await knex.schema.dropTable(table);
    await knex('prompt_migrations_lock').update({ is_locked: 1 });
    await expectMended(knex, whole);
  });
});

test('a migration on MariaDB goes on from each statement that it may have ended with', async () => {
  await using model = await freshDatabase('mariadb');
  await using first = await proxied(model.url);
  await migratePrompts(first.knex);
  const whole = await schemaOf(first.knex);
  const written = [...first.statements.entries()].filter(([, sql]) => /^(alter|rename|insert)/.test(sql));
  expect(written.length).toBeGreaterThan(4);
  const mended = written.map(async ([index]) => {
    await using database = await freshDatabase('mariadb');
    await using broken = await proxied(database.url, (proxy, _sql, count) => {
      if (count > index) proxy.fail('reset');
    });
    await expect(migratePrompts(broken.knex)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const knex = openDatabase(database.url);
    await expectMended(knex, whole);
    await knex.destroy();
  });
  await Promise.all(mended);
});
