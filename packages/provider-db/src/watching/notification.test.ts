import { openDatabase } from '@prompts/sql-kit';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { migratePrompts } from '../history/migrate.ts';
import { startWatching } from '../test-support/watching.ts';
import { rollback, setLabel } from '../writing/labels.ts';
import { publishPrompt } from '../writing/publish.ts';
import { affects, parseNotification } from './notification.ts';

const configs = {
  default: { name: 'team/review' },
  latest: { name: 'team/review', label: 'latest' },
  staging: { name: 'team/review', label: 'staging' },
  fixed: { name: 'team/review', version: 1 },
  other: { name: 'team/other' },
  team: { prefix: 'team/' },
  stagingTeam: { prefix: 'team/', label: 'staging' },
  otherTeam: { prefix: 'others/' },
} satisfies Record<string, ParsedConfig>;

const names = Object.keys(configs);

test('PostgreSQL announces each change to exactly the configs that read it', async () => {
  await using database = await freshDatabase('postgres');
  const knex = openDatabase(database.url);
  try {
    await migratePrompts(knex);
    const publish = (content: string) => publishPrompt(knex, { name: 'team/review', content });
    for (const content of ['one', 'two']) await publish(content);
    await publishPrompt(knex, { name: 'team/other', content: 'other' });
    for (const label of ['production', 'staging']) await setLabel(knex, { name: 'team/review', label, version: 1 });

    await using watching = await startWatching(database.url, Object.values(configs));
    const nextChange = async () => (await watching.next()).map((index) => names[index]);

    await publish('three');
    expect(await nextChange()).toEqual(['default', 'latest', 'team']);
    await setLabel(knex, { name: 'team/review', label: 'staging', version: 3 });
    expect(await nextChange()).toEqual(['staging', 'stagingTeam']);
    await setLabel(knex, { name: 'team/review', label: 'production', version: 3 });
    expect(await nextChange()).toEqual(['default', 'team']);
    await rollback(knex, { name: 'team/review', label: 'staging' });
    expect(await nextChange()).toEqual(['staging', 'stagingTeam']);
    await publishPrompt(knex, { name: 'team/review', content: 'four', label: 'staging' });
    expect(await nextChange()).toEqual(['default', 'latest', 'staging', 'team', 'stagingTeam']);
    await publishPrompt(knex, { name: 'others/new', content: 'new' });
    expect(await nextChange()).toEqual(['otherTeam']);

    // None of these changes what a config reads.
    for (const payload of ['', 'refresh', '[]', 'null', '{"name":7,"label":"latest"}', '{"name":"team/review"}'])
      await knex.raw("select pg_notify('prompts_changed', ?)", [payload]);
    await publish('four');
    await setLabel(knex, { name: 'team/review', label: 'unread', version: 1 });
    await knex.transaction(async (transaction) => {
      await publishPrompt(transaction, { name: 'team/review', content: 'rolled back' });
      await transaction.rollback();
    });
    await publishPrompt(knex, { name: 'team/other', content: 'more' });
    expect(await nextChange()).toEqual(['other', 'team']);
    expect(watching.told).toEqual([]);
  } finally {
    await knex.destroy();
  }
});

test.each(['', '{', 'null', '7', '"text"', '{"name":"a"}', '{"name":"a","label":1}'])(
  'the payload %o is ignored',
  (payload) => {
    expect(parseNotification(payload)).toBeUndefined();
  },
);

test('a notification does not affect tables and queries of the app', () => {
  const notification = { name: '1', label: 'latest' };
  const columns = { id: 'id', content: 'content', version: 'version' };
  expect(affects(notification, { table: 'prompts', id: '1', columns })).toBe(false);
  expect(affects(notification, { query: 'select 1', bindings: [] })).toBe(false);
});
