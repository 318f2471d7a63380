import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPrompts, type PromptChange } from '@prompts/core';
import { openDatabase } from '@prompts/sql-kit';
import { expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { db } from '../db.ts';
import { migratePrompts } from '../history/migrate.ts';
import { setLabel } from '../writing/labels.ts';
import { publishPrompt } from '../writing/publish.ts';

test('an app on PostgreSQL receives a new version before its TTL ends', async () => {
  await using database = await freshDatabase('postgres');
  const knex = openDatabase(database.url);
  try {
    await migratePrompts(knex);
    await publishPrompt(knex, { name: 'team/review', content: 'one', label: 'production' });
    await using prompts = await createPrompts({
      providers: [db({ connection: database.url })],
      cache: { ttl: 3600 },
      systemPrompts: {
        review: { provider: 'db', config: { name: 'team/review' } },
        newest: { provider: 'db', config: { name: 'team/review', label: 'latest' } },
        'all/*': { provider: 'db', config: { prefix: 'team/' } },
      },
    });
    // A prompt that was never read can't change.
    await prompts.get('all/review');
    const changes: string[] = [];
    const changed = (count: number) => expect.poll(() => changes.splice(0, count), { interval: 5 });
    prompts.on('change', ({ name, prompt }: PromptChange) => changes.push(`${name}: ${prompt.content}`));
    // Only the server knows whether the app listens yet.
    const sql =
      "select count(*)::int as count from pg_stat_activity where datname = current_database() and query ilike 'listen%'";
    await expect.poll(async () => (await knex.raw(sql)).rows[0].count, { interval: 5 }).toBe(1);

    await publishPrompt(knex, { name: 'team/review', content: 'two' });
    await changed(1).toEqual(['newest: two']);
    expect(prompts.peek('newest')?.content).toBe('two');
    expect(prompts.peek('review')?.content).toBe('one');
    await setLabel(knex, { name: 'team/review', label: 'production', version: 2 });
    await expect.poll(() => changes.toSorted(), { interval: 5 }).toEqual(['all/review: two', 'review: two']);
    expect((await prompts.get('review')).content).toBe('two');
    expect(prompts.peek('all/review')?.content).toBe('two');
  } finally {
    await knex.destroy();
  }
});

const app = `
  import { createPrompts } from '@prompts/core';
  import { db } from './db.ts';
  const prompts = await createPrompts({
    providers: [db({ connection: process.argv[1] })],
    systemPrompts: { review: { provider: 'db', config: { name: 'review' } } },
  });
  process.stdout.write((await prompts.get('review')).content);
`;

test.each(dialects)('an app that watches %s exits when it has nothing else to do', async (dialect) => {
  await using database = await freshDatabase(dialect);
  const knex = openDatabase(database.url);
  await migratePrompts(knex);
  await publishPrompt(knex, { name: 'review', content: 'You review.' });
  await knex.destroy();
  const options = ['--conditions=@prompts/source', '--input-type=module', '--eval', app, database.url];
  const { stdout } = await promisify(execFile)(process.execPath, options, {
    cwd: join(import.meta.dirname, '..'),
    timeout: 15_000,
  });
  expect(stdout).toBe('You review.');
});
