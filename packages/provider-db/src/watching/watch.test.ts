import { openDatabase } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { migratePrompts } from '../history/migrate.ts';
import { startWatching, type Watching } from '../test-support/watching.ts';
import { setLabel } from '../writing/labels.ts';
import { publishPrompt } from '../writing/publish.ts';
import { pollIntervalMs, pollRatioWhileListening } from './watch.ts';

const names = ['prompt-0', 'prompt-1', 'prompt-10'];
const columns = { id: 'id', content: 'content', version: 'version' };
const rows: ParsedConfig[] = ['a', 'b'].map((id) => ({ table: 'texts', id, columns }));

async function fill(knex: Knex): Promise<void> {
  await migratePrompts(knex);
  for (const name of names) await publishPrompt(knex, { name, content: `text of ${name}`, label: 'staging' });
  await knex.schema.createTable('texts', (table) => {
    table.string('id', 9).primary();
    table.text('content');
    table.integer('version');
  });
  for (const id of ['a', 'b']) await knex('texts').insert({ id, content: `text of ${id}`, version: 1 });
}

/** Makes one poll. @returns The number of its queries. */
async function poll(watching: Watching): Promise<number> {
  watching.statements.length = 0;
  await watching.waits.end(pollIntervalMs);
  await watching.waits.next(pollIntervalMs);
  return watching.statements.filter((sql) => /^(select|with)/.test(sql)).length;
}

describe.each(dialects)('a watch on %s', (dialect) => {
  async function prepared() {
    const database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    await fill(knex);
    const dispose = async () => {
      await knex.destroy();
      await database.drop();
    };
    return { url: database.url, knex, [Symbol.asyncDispose]: dispose };
  }

  test('makes one query for all prompts, one for each table and one for each collection', async () => {
    await using database = await prepared();
    const singles = names.flatMap((name): ParsedConfig[] => [{ name }, { name, label: 'staging' }]);
    const collections: ParsedConfig[] = [{ prefix: 'prompt-1' }, { table: 'texts', columns }];
    await using watching = await startWatching(database.url, [...singles, ...rows, ...collections]);
    expect(await poll(watching)).toBe(4);
    expect(watching.told).toEqual([]);
  });

  test('reports once each row that changes, appears or disappears', async () => {
    await using database = await prepared();
    const texts = database.knex('texts');
    await using watching = await startWatching(database.url, [
      ...rows,
      { table: 'texts', columns },
      { name: 'prompt-0' },
    ]);
    const reportedAfter = async (change: PromiseLike<unknown>) => {
      await change;
      await poll(watching);
      await poll(watching);
      return watching.told.splice(0);
    };
    expect(await reportedAfter(texts.clone().where({ id: 'b' }).update({ version: 2 }))).toEqual([[1, 2]]);
    expect(await reportedAfter(texts.clone().where({ id: 'b' }).update({ version: 3 }))).toEqual([[1, 2]]);
    expect(await reportedAfter(texts.clone().insert({ id: 'c', content: 'new', version: 1 }))).toEqual([[2]]);
    expect(await reportedAfter(texts.clone().where({ id: 'a' }).delete())).toEqual([[0, 2]]);
    // A change of the text alone is invisible: only the column of the version is read.
    expect(await reportedAfter(texts.clone().where({ id: 'b' }).update({ content: 'other' }))).toEqual([]);
  });

  test('reports what it can read when other queries fail', async () => {
    await using database = await prepared();
    const configs: ParsedConfig[] = [{ table: 'missing', id: '1', columns }, { table: 'missing', columns }, ...rows];
    await using watching = await startWatching(database.url, configs);
    await database.knex('texts').where({ id: 'a' }).update({ version: 2 });
    await poll(watching);
    expect(watching.told).toEqual([[2]]);
  });

  test('makes no query for configs whose version is fixed or cannot be read without the text', async () => {
    await using database = await prepared();
    const configs: ParsedConfig[] = [
      { table: 'texts', id: 'a', columns: { id: 'id', content: 'content' } },
      { query: "select content from texts where id = 'a'", bindings: [] },
      { name: 'prompt-0', version: 1 },
    ];
    await using watching = await startWatching(database.url, configs);
    expect(watching.statements).toEqual([]);
  });
});

describe.each(['sqlite', 'mariadb'] as const)('a watch of published prompts on %s', (dialect) => {
  test('reports new versions and moved labels by polling', async () => {
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    try {
      await fill(knex);
      const name = 'prompt-10';
      const configs = [{ name }, { name, label: 'staging' }, { name: 'prompt-0' }, { prefix: 'prompt-1' }];
      await using watching = await startWatching(database.url, configs);
      await publishPrompt(knex, { name, content: 'new' });
      await poll(watching);
      await setLabel(knex, { name, label: 'staging', version: 2 });
      await poll(watching);
      await poll(watching);
      expect(watching.told).toEqual([[0, 3], [1]]);
    } finally {
      await knex.destroy();
    }
  });
});

test('a change is not reported again until it has been read', async () => {
  await using database = await freshDatabase('sqlite');
  const knex = openDatabase(database.url);
  try {
    await fill(knex);
    let last = { state: '1' };
    await using watching = await startWatching(database.url, rows.slice(0, 1), () => last);
    await knex('texts').where({ id: 'a' }).update({ version: 2 });
    for (let turn = 0; turn < 3; turn += 1) await poll(watching);
    expect(watching.told.splice(0)).toEqual([[0]]);
    // The prompt was read, but from a replica that lags behind.
    last = { state: '1' };
    for (let turn = 0; turn < 3; turn += 1) await poll(watching);
    expect(watching.told.splice(0)).toEqual([[0]]);
    last = { state: '2' };
    await poll(watching);
    expect(watching.told).toEqual([]);
  } finally {
    await knex.destroy();
  }
});

test('PostgreSQL is polled less often while it announces every change', async () => {
  await using database = await freshDatabase('postgres');
  const knex = openDatabase(database.url);
  try {
    await fill(knex);
    const queries = async (watching: Watching, turns: number) => {
      let sum = 0;
      for (let turn = 0; turn < turns; turn += 1) sum += await poll(watching);
      return sum;
    };
    await using ours = await startWatching(database.url, [{ name: 'prompt-0' }]);
    expect(await queries(ours, pollRatioWhileListening * 2)).toBe(2);
    await using mixed = await startWatching(database.url, [{ name: 'prompt-0' }, ...rows]);
    expect(await queries(mixed, pollRatioWhileListening)).toBe(2 * pollRatioWhileListening);
  } finally {
    await knex.destroy();
  }
});
