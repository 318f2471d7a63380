import { describe, expect, test } from 'vitest';
import { askMariaDb } from '../../../../scripts/test/servers/clients.ts';
import { startMariaDb } from '../../../../scripts/test/servers/mariadb.ts';
import { orSkip } from '../../../../scripts/test/servers/or-skip.ts';
import { startPostgres } from '../../../../scripts/test/servers/postgres.ts';
import type { TestServer } from '../../../../scripts/test/servers/test-server.ts';
import { openDatabase } from '../connection/open-database.ts';
import { migratePrompts } from '../history/migrate.ts';
import { expectComplete } from '../test-support/expect-complete.ts';
import { expectNoPassword } from '../test-support/expect-no-password.ts';
import { proxied } from '../test-support/proxied.ts';
import { publishNumbered } from '../test-support/publish-numbered.ts';
import { publishPrompt } from './publish.ts';

const name = 'survivor';

const kinds = [
  { kind: 'PostgreSQL', start: () => startPostgres(), databaseOf: async ({ url }: TestServer) => url },
  {
    kind: 'MariaDB',
    start: startMariaDb,
    async databaseOf({ url }: TestServer) {
      await askMariaDb(url, 'create database prompts');
      return new URL('prompts', url).href;
    },
  },
];

describe.each(kinds)('a $kind that is killed while a prompt is published', ({ start, databaseOf }) => {
  test('has all of it or nothing, when it is back', { timeout: 60_000 }, async () => {
    const server = await orSkip(start());
    try {
      const url = await databaseOf(server);
      const first = openDatabase(url);
      await migratePrompts(first);
      await publishNumbered(name, 1, first);
      await first.destroy();
      for (const place of [/^insert into .prompt_versions/, /^insert into .prompt_changes/, /^commit/i]) {
        let killing: Promise<void> | undefined;
        // The statement gets there; its answer does not.
        await using connection = await proxied(url, (proxy, sql) => {
          if (!place.test(sql) || killing) return;
          proxy.fail('hang');
          killing = server.kill();
        });
        const { proxy, knex } = connection;
        const publishing = publishPrompt(knex, { name, content: `${place}`, label: 'production' });
        const error: unknown = await publishing.catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'UNAVAILABLE', provider: 'db' });
        expectNoPassword(error, url);
        await killing;
        await server.restart();
        proxy.fail(undefined);
        const before = await expectComplete(name, knex);
        const { version } = await publishPrompt(knex, { name, content: `After ${place}`, label: 'production' });
        expect(version).toBe(before + 1);
        expect(await expectComplete(name, knex)).toBe(version);
      }
    } finally {
      await server.stop();
    }
  });
});
