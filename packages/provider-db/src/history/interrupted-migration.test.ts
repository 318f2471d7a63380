import { randomInt } from 'node:crypto';
import { openDatabase } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { dumpSchema } from '../test-support/dump-schema.ts';
import { loadPrompt } from '../test-support/load-prompt.ts';
import { openProxiedDatabase } from '../test-support/open-proxied-database.ts';
import { startScript } from '../test-support/start-script.ts';
import { publishPrompt } from '../writing/publish.ts';
import { migratePrompts } from './migrate.ts';

/** Runs the migrations again, and expects a complete schema that works. */
async function expectRecovery(knex: Knex, completeSchema: unknown): Promise<void> {
  await migratePrompts(knex);
  expect(await dumpSchema(knex)).toEqual(completeSchema);
  await publishPrompt(knex, { name: 'works', content: 'Text', label: 'production' });
  expect(await loadPrompt(knex, { name: 'works' })).toMatchObject({ content: 'Text' });
}

describe.each(dialects)('an interrupted migration on %s', (dialect) => {
  test('is completed after its process was killed', async () => {
    await using reference = await createMigratedDatabase(dialect);
    const completeSchema = await dumpSchema(reference.knex);
    // A migration has at least 30 statements: one is chosen from each half.
    const statementNumbers = Array.from({ length: 2 }, (_, index) => 4 + 14 * index + randomInt(14));
    const recoveries = statementNumbers.map(async (number) => {
      await using database = await freshDatabase(dialect);
      const { exited } = startScript('migrate-process.ts', { DATABASE_URL: database.url, KILL_AT: `${number}` });
      expect(await exited, `killed at ${number}`).toEqual({ code: null, signal: 'SIGKILL', errors: '' });
      const knex = openDatabase(database.url);
      await expectRecovery(knex, completeSchema);
      await knex.destroy();
    });
    await Promise.all(recoveries);
  });

  test('is completed if it left one table and a lock', async () => {
    await using reference = await createMigratedDatabase(dialect);
    const { knex } = reference;
    const completeSchema = await dumpSchema(knex);
    for (const table of ['prompt_labels', 'prompt_versions', 'prompt_changes', 'prompt_migrations'])
      await knex.schema.dropTable(table);
    await knex('prompt_migrations_lock').update({ is_locked: 1 });
    await expectRecovery(knex, completeSchema);
  });
});

test('a migration on MariaDB is completed after a lost connection at any statement', async () => {
  await using reference = await freshDatabase('mariadb');
  await using complete = await openProxiedDatabase(reference.url);
  await migratePrompts(complete.knex);
  const completeSchema = await dumpSchema(complete.knex);
  const writes = [...complete.statements.entries()].filter(([, sql]) => /^(alter|rename|insert)/.test(sql));
  expect(writes.length).toBeGreaterThan(4);
  const recoveries = writes.map(async ([index]) => {
    await using database = await freshDatabase('mariadb');
    await using broken = await openProxiedDatabase(database.url, (proxy, _sql, number) => {
      if (number > index) proxy.fail('reset');
    });
    await expect(migratePrompts(broken.knex)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const knex = openDatabase(database.url);
    await expectRecovery(knex, completeSchema);
    await knex.destroy();
  });
  await Promise.all(recoveries);
});
