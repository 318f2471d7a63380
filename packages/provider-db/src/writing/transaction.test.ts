import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { openDatabase } from '../connection/open-database.ts';
import { migratedDatabase, sharedDatabase } from '../test-support/migrated-database.ts';
import { rowsOf } from '../test-support/rows-of.ts';
import { deprecatePrompt } from './deprecate.ts';
import { rollback, setLabel } from './labels.ts';
import { publishPrompt } from './publish.ts';

const nothing = { prompt: undefined, versions: [], labels: [], changes: [] };

describe.each(dialects)('a transaction on %s', (dialect) => {
  const database = sharedDatabase(dialect);

  test('is undone where the change can not be logged', async () => {
    await using own = await migratedDatabase(dialect);
    const { knex } = own;
    const name = 'logged';
    const label = 'production';
    await publishPrompt(knex, { name, content: 'One', label });
    await publishPrompt(knex, { name, content: 'Two', label });
    const before = await rowsOf(name, knex);
    const writes: (() => Promise<unknown>)[] = [
      () => publishPrompt(knex, { name, content: 'Three', label }),
      () => publishPrompt(knex, { name: 'new', content: 'One' }),
      () => setLabel(knex, { name, label: 'staging', version: 1 }),
      () => deprecatePrompt(knex, { name }),
    ];
    await knex.schema.renameTable('prompt_changes', 'elsewhere');
    for (const write of [...writes, () => rollback(knex, { name, label })])
      await expect(write()).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/prompt_changes.*Create the tables with migratePrompts\(knex\)/),
      });
    await knex.schema.renameTable('elsewhere', 'prompt_changes');
    expect(await rowsOf(name, knex)).toEqual(before);
    expect(await rowsOf('new', knex)).toEqual(nothing);
  });

  test("becomes part of the caller's, which may undo or keep all of it", async () => {
    const knex = await database();
    const name = 'part';
    const all = async (transaction: Knex) => {
      await publishPrompt(transaction, { name, content: 'One', label: 'production' });
      await publishPrompt(transaction, { name, content: 'Two' });
      await setLabel(transaction, { name, label: 'production', version: 2 });
      await rollback(transaction, { name, label: 'production' });
      await deprecatePrompt(transaction, { name });
    };
    const mind = new Error('changed my mind');
    const undone = knex.transaction(async (transaction) => {
      await all(transaction);
      expect((await rowsOf(name, transaction)).changes).toHaveLength(5);
      throw mind;
    });
    await expect(undone).rejects.toBe(mind);
    expect(await rowsOf(name, knex)).toEqual(nothing);

    await knex.transaction(all);
    expect(await rowsOf(name, knex)).toMatchObject({
      prompt: { latest_version: 2, deprecated_at: expect.any(String) },
      versions: [{ version: 1 }, { version: 2 }],
      labels: [{ label: 'production', version: 1 }],
      changes: ['publish', 'publish', 'label', 'rollback', 'deprecate'].map((action) => ({ action })),
    });
  });

  test("leaves nothing of a call that failed in the caller's, who goes on", async () => {
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
    expect(await rowsOf('failed', knex)).toEqual(nothing);
    expect(await rowsOf('kept', knex)).toMatchObject({
      versions: [{ content: 'One' }, { content: 'Two' }],
      labels: [],
    });
  });

  test('of a caller who read before somebody else published does not publish over it', async () => {
    await using own = await migratedDatabase(dialect);
    const { url, knex } = own;
    const elsewhere = openDatabase(url);
    const name = 'overtaken';
    await publishPrompt(knex, { name, content: 'One' });
    const late = knex.transaction(
      async (transaction) => {
        await rowsOf(name, transaction);
        await publishPrompt(elsewhere, { name, content: 'Two' });
        await publishPrompt(transaction, { name, content: 'Late' });
      },
      { isolationLevel: 'repeatable read' },
    );
    await expect(late).rejects.toMatchObject({ code: expect.stringMatching(/^(CONFLICT|UNAVAILABLE)$/) });
    await elsewhere.destroy();
    const { versions } = await rowsOf(name, knex);
    expect(versions).toMatchObject([{ content: 'One' }, { content: 'Two' }]);
  });
});

// On SQLite a second writer waits before it holds anything.
describe.each(['postgres', 'mariadb'] as const)('a transaction on %s', (dialect) => {
  const database = sharedDatabase(dialect);

  test('that deadlocks with another says so, and the other goes through', async () => {
    const knex = await database();
    const names = ['left', 'right'];
    const locked = names.map(() => Promise.withResolvers<void>());
    const across = names.map((name, index) =>
      knex.transaction(async (transaction) => {
        await publishPrompt(transaction, { name, content: `First of ${name}` });
        locked[index]?.resolve();
        await Promise.all(locked.map(({ promise }) => promise));
        await publishPrompt(transaction, { name: names[1 - index] as string, content: `Second of ${name}` });
      }),
    );
    const outcomes = await Promise.allSettled(across);
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(1);
    expect(lost[0]?.reason).toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
      message: expect.stringMatching(/\((40P01|ER_LOCK_DEADLOCK)\)$/),
    });
    const winner = names[outcomes.findIndex(({ status }) => status === 'fulfilled')] as string;
    for (const name of names) {
      const content = `${name === winner ? 'First' : 'Second'} of ${winner}`;
      expect(await rowsOf(name, knex)).toMatchObject({ versions: [{ content }], changes: [{ version: 1 }] });
    }
  });
});
