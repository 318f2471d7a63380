import { openDatabase } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { createMigratedDatabase, useSharedDatabase } from '../test-support/create-migrated-database.ts';
import { selectPromptRows } from '../test-support/select-prompt-rows.ts';
import { deprecatePrompt } from './deprecate.ts';
import { rollback, setLabel } from './labels.ts';
import { publishPrompt } from './publish.ts';

const noRows = { prompt: undefined, versions: [], labels: [], changes: [] };

describe.each(dialects)('a transaction on %s', (dialect) => {
  const database = useSharedDatabase(dialect);

  test('is rolled back if the change cannot be logged', async () => {
    await using separate = await createMigratedDatabase(dialect);
    const { knex } = separate;
    const name = 'logged';
    const label = 'production';
    await publishPrompt(knex, { name, content: 'One', label });
    await publishPrompt(knex, { name, content: 'Two', label });
    const before = await selectPromptRows(name, knex);
    const writes: (() => Promise<unknown>)[] = [
      () => publishPrompt(knex, { name, content: 'Three', label }),
      () => publishPrompt(knex, { name: 'new', content: 'One' }),
      () => setLabel(knex, { name, label: 'staging', version: 1 }),
      () => deprecatePrompt(knex, { name }),
    ];
    await knex.schema.renameTable('prompt_changes', 'renamed');
    for (const write of [...writes, () => rollback(knex, { name, label })])
      await expect(write()).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/prompt_changes.*Create the tables with migratePrompts\(knex\)/),
      });
    await knex.schema.renameTable('renamed', 'prompt_changes');
    expect(await selectPromptRows(name, knex)).toEqual(before);
    expect(await selectPromptRows('new', knex)).toEqual(noRows);
  });

  test("becomes part of the caller's transaction, which may be rolled back or committed", async () => {
    const knex = await database();
    const name = 'part';
    const writeAll = async (transaction: Knex) => {
      await publishPrompt(transaction, { name, content: 'One', label: 'production' });
      await publishPrompt(transaction, { name, content: 'Two' });
      await setLabel(transaction, { name, label: 'production', version: 2 });
      await rollback(transaction, { name, label: 'production' });
      await deprecatePrompt(transaction, { name });
    };
    const reason = new Error('rolled back by the test');
    const rolledBack = knex.transaction(async (transaction) => {
      await writeAll(transaction);
      expect((await selectPromptRows(name, transaction)).changes).toHaveLength(5);
      throw reason;
    });
    await expect(rolledBack).rejects.toBe(reason);
    expect(await selectPromptRows(name, knex)).toEqual(noRows);

    await knex.transaction(writeAll);
    expect(await selectPromptRows(name, knex)).toMatchObject({
      prompt: { latest_version: 2, deprecated_at: expect.any(String) },
      versions: [{ version: 1 }, { version: 2 }],
      labels: [{ label: 'production', version: 1 }],
      changes: ['publish', 'publish', 'label', 'rollback', 'deprecate'].map((action) => ({ action })),
    });
  });

  test("leaves nothing of a failed call in the caller's transaction, which can continue", async () => {
    const knex = await database();
    await knex.transaction(async (transaction) => {
      await publishPrompt(transaction, { name: 'kept', content: 'One' });
      const failing = publishPrompt(transaction, { name: 'failed', content: 'One', expectedVersion: 3 });
      await expect(failing).rejects.toMatchObject({ code: 'CONFLICT' });
      await expect(setLabel(transaction, { name: 'kept', label: 'a', version: 9 })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      await publishPrompt(transaction, { name: 'kept', content: 'Two' });
    });
    expect(await selectPromptRows('failed', knex)).toEqual(noRows);
    expect(await selectPromptRows('kept', knex)).toMatchObject({
      versions: [{ content: 'One' }, { content: 'Two' }],
      labels: [],
    });
  });

  test('that read before another one published does not overwrite that version', async () => {
    await using separate = await createMigratedDatabase(dialect);
    const { url, knex } = separate;
    const other = openDatabase(url);
    const name = 'overtaken';
    await publishPrompt(knex, { name, content: 'One' });
    const late = knex.transaction(
      async (transaction) => {
        await selectPromptRows(name, transaction);
        await publishPrompt(other, { name, content: 'Two' });
        await publishPrompt(transaction, { name, content: 'Late' });
      },
      { isolationLevel: 'repeatable read' },
    );
    await expect(late).rejects.toMatchObject({ code: expect.stringMatching(/^(CONFLICT|UNAVAILABLE)$/) });
    await other.destroy();
    const { versions } = await selectPromptRows(name, knex);
    expect(versions).toMatchObject([{ content: 'One' }, { content: 'Two' }]);
  });
});

// On SQLite there are no deadlocks: a second writer waits before it holds a lock.
describe.each(['postgres', 'mariadb'] as const)('a transaction on %s', (dialect) => {
  const database = useSharedDatabase(dialect);

  test('that is the victim of a deadlock is UNAVAILABLE, and the other one commits', async () => {
    const knex = await database();
    const names = ['left', 'right'];
    const locked = names.map(() => Promise.withResolvers<void>());
    const transactions = names.map((name, index) =>
      knex.transaction(async (transaction) => {
        await publishPrompt(transaction, { name, content: `First of ${name}` });
        locked[index]?.resolve();
        await Promise.all(locked.map(({ promise }) => promise));
        await publishPrompt(transaction, { name: names[1 - index] as string, content: `Second of ${name}` });
      }),
    );
    const outcomes = await Promise.allSettled(transactions);
    const rejected = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(rejected).toHaveLength(1);
    expect(rejected[0]?.reason).toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
      message: expect.stringMatching(/\((40P01|ER_LOCK_DEADLOCK)\)$/),
    });
    const winner = names[outcomes.findIndex(({ status }) => status === 'fulfilled')] as string;
    for (const name of names) {
      const content = `${name === winner ? 'First' : 'Second'} of ${winner}`;
      expect(await selectPromptRows(name, knex)).toMatchObject({ versions: [{ content }], changes: [{ version: 1 }] });
    }
  });
});
