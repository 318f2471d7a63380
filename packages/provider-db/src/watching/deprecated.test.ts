import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, createPrompts } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import { openDatabase } from '@prompts/sql-kit';
import { afterEach, describe, expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { db } from '../db.ts';
import { migratePrompts } from '../history/migrate.ts';
import { deprecatePrompt } from '../writing/deprecate.ts';
import { publishPrompt } from '../writing/publish.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const systemPrompts = {
  single: { provider: 'db', config: { name: 'review' } },
  second: { provider: 'db', config: { name: 'team/style' } },
  fixed: { provider: 'db', config: { name: 'review', version: 1 } },
  'all/*': { provider: 'db', config: { prefix: 'team/' } },
};
const names = ['single', 'fixed', 'all/review'];

/** Creates a database with two prompts, whose production version is not the latest, and an app that serves them. */
async function prepare(dialect: (typeof dialects)[number]) {
  const database = await freshDatabase(dialect);
  const knex = openDatabase(database.url);
  const folder = await mkdtemp(join(tmpdir(), 'prompts-'));
  cleanUps.push(
    () => database[Symbol.asyncDispose](),
    () => rm(folder, { recursive: true }),
    () => knex.destroy(),
  );
  await migratePrompts(knex);
  for (const name of ['review', 'team/review', 'team/style']) {
    await publishPrompt(knex, { name, content: `${name} 1`, label: 'production' });
  }
  const stored = new Map<string, unknown>();
  const store = {
    get: async (key: string) => stored.get(key),
    set: async (key: string, value: unknown) => void stored.set(key, value),
    delete: async (key: string) => stored.delete(key),
  };
  async function startApp({ isWatching = true, clock }: { isWatching?: boolean; clock?: Clock } = {}) {
    const provider = db({ connection: database.url });
    if (!isWatching) delete provider.watch;
    const prompts = await createPrompts({
      providers: [provider],
      systemPrompts,
      cache: { ttl: 3600, store, snapshot: join(folder, 'snapshot'), integrityKey: 'a key' },
      logger: false,
      ...(clock && { clock }),
    });
    cleanUps.push(() => prompts.close());
    await Promise.all([...names, 'second', 'all/style'].map((name) => prompts.get(name)));
    const marks = () => names.map((name) => typeof prompts.peek(name)?.metadata.deprecatedAt);
    return { prompts, marks };
  }
  const deprecate = async () => {
    for (const name of ['review', 'team/review']) await deprecatePrompt(knex, { name });
  };
  return { knex, startApp, deprecate };
}

const marked = names.map(() => 'string');
const unmarked = names.map(() => 'undefined');

describe.each(dialects)('a deprecation on %s', (dialect) => {
  test('reaches a running app with the next refresh, and ends with the next publication', async () => {
    const { knex, startApp, deprecate } = await prepare(dialect);
    const { prompts, marks } = await startApp({ isWatching: false });
    const changes: string[] = [];
    prompts.on('change', ({ name }) => changes.push(name));
    expect(marks()).toEqual(unmarked);
    await deprecate();
    await prompts.refresh();
    expect(marks()).toEqual(marked);
    expect(prompts.peek('second')?.metadata).not.toHaveProperty('deprecatedAt');
    expect(prompts.peek('all/review')).toMatchObject({ version: '1', content: 'team/review 1', state: 'fresh' });

    // The version in production stays the same.
    for (const name of ['review', 'team/review']) await publishPrompt(knex, { name, content: `${name} 2` });
    await prompts.refresh();
    expect(marks()).toEqual(unmarked);
    expect(changes).toEqual([]);
  });

  test('reaches a running app that watches', async () => {
    const { startApp, deprecate } = await prepare(dialect);
    const { marks } = await startApp();
    await deprecate();
    // A fixed version is not watched.
    const watched = () => marks().filter((_, index) => names[index] !== 'fixed');
    await expect.poll(watched, { interval: 20 }).toEqual(['string', 'string']);
  });
});

test('a deprecation reaches another process through the store', async () => {
  const { knex, startApp, deprecate } = await prepare('sqlite');
  const options = { isWatching: false };
  const one = await startApp(options);
  const clock = fakeClock();
  const other = await startApp({ ...options, clock });
  await deprecate();
  await one.prompts.refresh();
  await knex.schema.renameTable('prompts', 'moved');
  await clock.advance(3_600_001);
  await other.prompts.get('single');
  await expect.poll(() => typeof other.prompts.peek('single')?.metadata.deprecatedAt, { interval: 5 }).toBe('string');
});

test('a deprecation is known after a restart while the database is down', async () => {
  const { knex, startApp, deprecate } = await prepare('sqlite');
  const { prompts } = await startApp({ isWatching: false });
  await deprecate();
  await prompts.refresh();
  await prompts.close();
  await knex.schema.renameTable('prompts', 'moved');
  const restarted = await startApp({ isWatching: false });
  expect(restarted.marks()).toEqual(marked);
});
