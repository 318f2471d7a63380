import type { Knex } from 'knex';
import { describe, expect, test, vi } from 'vitest';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { expectNoPassword } from '../test-support/expect-no-password.ts';
import { openProxiedDatabase } from '../test-support/open-proxied-database.ts';
import { publishVersions } from '../test-support/publish-versions.ts';
import { selectPromptRows } from '../test-support/select-prompt-rows.ts';
import { rollback, setLabel } from './labels.ts';
import { publishPrompt } from './publish.ts';

const label = 'production';

describe.each(['postgres', 'mariadb'] as const)('a connection to %s', (dialect) => {
  test('that is lost at any statement leaves nothing of a publication', async () => {
    await using database = await createMigratedDatabase(dialect);
    const publish = (knex: Knex, name: string) => publishPrompt(knex, { name, content: 'Text', label, author: 'Ada' });
    await using intact = await openProxiedDatabase(database.url);
    await publish(intact.knex, 'intact');
    expect(intact.statements).toHaveLength(11);

    const broken = intact.statements.map(async (_, index) => {
      const name = `broken at ${index}`;
      await using connection = await openProxiedDatabase(database.url, (proxy, _sql, number) => {
        if (number > index) proxy.fail('reset');
      });
      const error: unknown = await publish(connection.knex, name).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'UNAVAILABLE', provider: 'db' });
      expectNoPassword(error, database.url);
      return name;
    });
    for (const name of await Promise.all(broken))
      expect(await selectPromptRows(name, database.knex)).toEqual({
        prompt: undefined,
        versions: [],
        labels: [],
        changes: [],
      });
  });

  test('that breaks once does not fail a write', async () => {
    await using database = await createMigratedDatabase(dialect);
    let isBroken = false;
    await using connection = await openProxiedDatabase(database.url, (proxy, sql) => {
      if (isBroken || !sql.includes('prompt_changes')) return;
      isBroken = true;
      proxy.cut();
    });
    const published = await publishPrompt(connection.knex, { name: 'again', content: 'Text', label });
    expect(isBroken).toBe(true);
    expect(published).toMatchObject({ version: 1, created: true });
    const { versions, changes } = await selectPromptRows('again', database.knex);
    expect([versions.length, changes.length]).toEqual([1, 1]);
  });

  test('that breaks during a commit does not repeat the change', async () => {
    await using database = await createMigratedDatabase(dialect);
    const name = 'twice';
    await publishVersions(name, 3, database.knex);
    for (const version of [1, 2, 3]) await setLabel(database.knex, { name, label, version });
    await using connection = await openProxiedDatabase(database.url, (proxy, sql) => {
      if (/^commit/i.test(sql)) proxy.fail('hang');
    });
    const outcome = rollback(connection.knex, { name, label }).catch((thrown: unknown) => thrown);
    const expectCommitted = async () =>
      expect((await selectPromptRows(name, database.knex)).labels).toMatchObject([{ version: 2 }]);
    await vi.waitFor(expectCommitted, { interval: 10, timeout: 50_000 });
    connection.proxy.fail(undefined);
    connection.proxy.cut();
    const error = await outcome;
    expect(error).toMatchObject({
      code: 'UNAVAILABLE',
      retryable: false,
      message: expect.stringMatching(/The change may have been committed: check before you repeat it/),
    });
    expectNoPassword(error, database.url);
    const { labels, changes } = await selectPromptRows(name, database.knex);
    expect(labels).toMatchObject([{ version: 2 }]);
    expect(changes.filter(({ action }) => action === 'rollback')).toHaveLength(1);
  });
});
