import type { Knex } from 'knex';
import { describe, expect, test, vi } from 'vitest';
import { expectNoPassword } from '../test-support/expect-no-password.ts';
import { migratedDatabase } from '../test-support/migrated-database.ts';
import { proxied } from '../test-support/proxied.ts';
import { publishNumbered } from '../test-support/publish-numbered.ts';
import { rowsOf } from '../test-support/rows-of.ts';
import { rollback, setLabel } from './labels.ts';
import { publishPrompt } from './publish.ts';

const label = 'production';

describe.each(['postgres', 'mariadb'] as const)('a connection to %s', (dialect) => {
  test('that is gone for good leaves nothing of what was begun, wherever it broke', async () => {
    await using database = await migratedDatabase(dialect);
    const publish = (knex: Knex, name: string) => publishPrompt(knex, { name, content: 'Text', label, author: 'Ada' });
    await using whole = await proxied(database.url);
    await publish(whole.knex, 'whole');
    expect(whole.statements).toHaveLength(11);

    const broken = whole.statements.map(async (_, index) => {
      const name = `broken at ${index}`;
      await using connection = await proxied(database.url, (proxy, _sql, count) => {
        if (count > index) proxy.fail('reset');
      });
      const error: unknown = await publish(connection.knex, name).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'UNAVAILABLE', provider: 'db' });
      expectNoPassword(error, database.url);
      return name;
    });
    for (const name of await Promise.all(broken))
      expect(await rowsOf(name, database.knex)).toEqual({ prompt: undefined, versions: [], labels: [], changes: [] });
  });

  test('that breaks once does not hinder a write', async () => {
    await using database = await migratedDatabase(dialect);
    let isBroken = false;
    await using connection = await proxied(database.url, (proxy, sql) => {
      if (isBroken || !sql.includes('prompt_changes')) return;
      isBroken = true;
      proxy.cut();
    });
    const published = await publishPrompt(connection.knex, { name: 'again', content: 'Text', label });
    expect(isBroken).toBe(true);
    expect(published).toMatchObject({ version: 1, created: true });
    const { versions, changes } = await rowsOf('again', database.knex);
    expect([versions.length, changes.length]).toEqual([1, 1]);
  });

  test('that breaks while a commit is answered makes nobody do it twice', async () => {
    await using database = await migratedDatabase(dialect);
    const name = 'twice';
    await publishNumbered(name, 3, database.knex);
    for (const version of [1, 2, 3]) await setLabel(database.knex, { name, label, version });
    await using connection = await proxied(database.url, (proxy, sql) => {
      if (/^commit/i.test(sql)) proxy.fail('hang');
    });
    const outcome = rollback(connection.knex, { name, label }).catch((thrown: unknown) => thrown);
    const done = async () => expect((await rowsOf(name, database.knex)).labels).toMatchObject([{ version: 2 }]);
    await vi.waitFor(done, { interval: 10, timeout: 5000 });
    connection.proxy.fail(undefined);
    connection.proxy.cut();
    const error = await outcome;
    expect(error).toMatchObject({
      code: 'UNAVAILABLE',
      retryable: false,
      message: expect.stringMatching(/It may have been done all the same/),
    });
    expectNoPassword(error, database.url);
    const { labels, changes } = await rowsOf(name, database.knex);
    expect(labels).toMatchObject([{ version: 2 }]);
    expect(changes.filter(({ action }) => action === 'rollback')).toHaveLength(1);
  });
});
