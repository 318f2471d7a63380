import { createPrompts } from '@prompts/core';
import { openDatabase } from '@prompts/sql-kit';
import { expect, test } from 'vitest';
import { db } from '../db.ts';
import { channel } from '../history/tables.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { recordQueries } from '../test-support/record-queries.ts';
import { publishPrompt } from '../writing/publish.ts';

const entryOf = (name: string) => ({ provider: 'db', config: { name }, required: true as const });

/** Starts an app that has read two prompts and listens. */
async function startApp() {
  const database = await createMigratedDatabase('postgres');
  const publish = (name: string, content: string) => publishPrompt(database.knex, { name, content });
  await publish('touched', 'old');
  await publish('untouched', 'same');
  const connection = openDatabase(database.url);
  const queries = recordQueries(connection);
  const prompts = await createPrompts({
    providers: [db({ knex: connection })],
    cache: { ttl: 3600 },
    systemPrompts: { touched: entryOf('touched'), untouched: entryOf('untouched') },
  });
  // Only the server knows whether the app listens yet.
  const sql =
    "select count(*)::int as count from pg_stat_activity where datname = current_database() and query ilike 'listen%'";
  await expect.poll(async () => (await database.knex.raw(sql)).rows[0].count, { interval: 5 }).toBe(1);
  queries.length = 0;
  return {
    prompts,
    publish,
    /** Sends notifications in one transaction. */
    notify: (payloads: readonly string[]) =>
      database.knex.raw('select pg_notify(?, payload) from unnest(?::text[]) as payload', [channel, [...payloads]]),
    untilServed: (content: string) =>
      expect.poll(() => prompts.peek('touched')?.content, { interval: 5, timeout: 10_000 }).toBe(content),
    queries,
    /** Lists the values in queries of texts, such as names. Polls read no texts. */
    textsRead: () => queries.filter(({ sql }) => sql.includes('content')).flatMap(({ bindings }) => bindings),
    async [Symbol.asyncDispose]() {
      await prompts.close();
      await connection.destroy();
      await database[Symbol.asyncDispose]();
    },
  };
}

test('a notification refreshes exactly the entries that it concerns', async () => {
  await using app = await startApp();
  await app.publish('another', 'that no entry reads');
  await app.publish('touched', 'new');
  await app.untilServed('new');
  expect((await app.prompts.get('untouched')).content).toBe('same');
  expect(app.textsRead()).toContain('touched');
  expect(app.textsRead()).not.toContain('untouched');
});

test('notifications that are not ours are ignored, and do not hinder others', async () => {
  await using app = await startApp();
  await app.notify([
    '',
    'not JSON',
    '{"name":"touched"',
    '{"name":["touched"],"label":null}',
    'x'.repeat(7000),
    'null',
  ]);
  await app.notify(['{"name":"untouched","label":"no entry reads this label"}']);
  await app.publish('touched', 'new');
  await app.untilServed('new');
  expect(app.textsRead()).toContain('touched');
  expect(app.textsRead()).not.toContain('untouched');
});

test('1,000 notifications at the same time cost a few queries, and no read fails', async () => {
  await using app = await startApp();
  const payload = (index: number) => JSON.stringify({ name: 'touched', label: null, index });
  const sent = app.notify(Array.from({ length: 1000 }, (_, index) => payload(index)));
  const reads = Array.from({ length: 1000 }, () => app.prompts.get('touched'));
  expect(new Set((await Promise.all(reads)).map(({ content }) => content))).toEqual(new Set(['old']));
  await sent;
  await app.publish('touched', 'new');
  await app.untilServed('new');
  expect(app.queries.length).toBeLessThan(20);
});
