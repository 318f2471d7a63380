import { openDatabase } from '@prompts/sql-kit';
import { describe, expect, test } from 'vitest';
import { askMariaDb } from '../../../../scripts/test/servers/clients.ts';
import { startMariaDb } from '../../../../scripts/test/servers/mariadb.ts';
import { orSkip } from '../../../../scripts/test/servers/or-skip.ts';
import { startPostgres } from '../../../../scripts/test/servers/postgres.ts';
import type { TestServer } from '../../../../scripts/test/servers/test-server.ts';
import { migratePrompts } from '../history/migrate.ts';
import { expectCompleteHistory } from '../test-support/expect-complete-history.ts';
import { expectNoPassword } from '../test-support/expect-no-password.ts';
import { openProxiedDatabase } from '../test-support/open-proxied-database.ts';
import { publishVersions } from '../test-support/publish-versions.ts';
import { publishPrompt } from './publish.ts';

const name = 'survivor';

const kinds = [
  { kind: 'PostgreSQL', start: () => startPostgres(), createDatabase: async ({ url }: TestServer) => url },
  {
    kind: 'MariaDB',
    start: startMariaDb,
    async createDatabase({ url }: TestServer) {
      await askMariaDb(url, 'create database prompts');
      return new URL('prompts', url).href;
    },
  },
];

describe.each(kinds)('a crash of $kind while a prompt is published', ({ start, createDatabase }) => {
  test('leaves all of the publication or nothing', { timeout: 60_000 }, async () => {
    const server = await orSkip(start());
    try {
      const url = await createDatabase(server);
      const first = openDatabase(url);
      await migratePrompts(first);
      await publishVersions(name, 1, first);
      await first.destroy();
      for (const statement of [/^insert into .prompt_versions/, /^insert into .prompt_changes/, /^commit/i]) {
        let killing: Promise<void> | undefined;
        // The statement arrives, but its response does not.
        await using connection = await openProxiedDatabase(url, (proxy, sql) => {
          if (!statement.test(sql) || killing) return;
          proxy.fail('hang');
          killing = server.kill();
        });
        const { proxy, knex } = connection;
        const publishing = publishPrompt(knex, { name, content: `${statement}`, label: 'production' });
        const error: unknown = await publishing.catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'UNAVAILABLE', provider: 'db' });
        expectNoPassword(error, url);
        await killing;
        await server.restart();
        proxy.fail(undefined);
        const before = await expectCompleteHistory(name, knex);
        const { version } = await publishPrompt(knex, { name, content: `After ${statement}`, label: 'production' });
        expect(version).toBe(before + 1);
        expect(await expectCompleteHistory(name, knex)).toBe(version);
      }
    } finally {
      await server.stop();
    }
  });
});
