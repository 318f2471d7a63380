import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { openDatabase } from '../connection/open-database.ts';
import { migratePrompts } from '../history/migrate.ts';
import { startWatching, type Watching } from '../test-support/watching.ts';
import { setLabel } from '../writing/labels.ts';
import { publishPrompt } from '../writing/publish.ts';
import { interval, seldom } from './watch.ts';

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

/** Has one look taken, and waits for its end. @returns how many queries it was. */
async function look(watching: Watching): Promise<number> {
  watching.statements.length = 0;
  await watching.waits.end(interval);
  await watching.waits.next(interval);
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

  test('asks one query for all prompts, one for each table and one for each collection', async () => {
    await using database = await prepared();
    const singles = names.flatMap((name): ParsedConfig[] => [{ name }, { name, label: 'staging' }]);
    const collections: ParsedConfig[] = [{ prefix: 'prompt-1' }, { table: 'texts', columns }];
    await using watching = await startWatching(database.url, [...singles, ...rows, ...collections]);
    expect(await look(watching)).toBe(4);
    expect(watching.told).toEqual([]);
  });

  test('tells once of rows that change, come and go', async () => {
    await using database = await prepared();
    const texts = database.knex('texts');
    await using watching = await startWatching(database.url, [
      ...rows,
      { table: 'texts', columns },
      { name: 'prompt-0' },
    ]);
    const toldBy = async (change: PromiseLike<unknown>) => {
      await change;
      await look(watching);
      await look(watching);
      return watching.told.splice(0);
    };
    expect(await toldBy(texts.clone().where({ id: 'b' }).update({ version: 2 }))).toEqual([[1, 2]]);
    expect(await toldBy(texts.clone().where({ id: 'b' }).update({ version: 3 }))).toEqual([[1, 2]]);
    expect(await toldBy(texts.clone().insert({ id: 'c', content: 'new', version: 1 }))).toEqual([[2]]);
    expect(await toldBy(texts.clone().where({ id: 'a' }).delete())).toEqual([[0, 2]]);
    // Without a move of the column that tells, there is no change to see.
    expect(await toldBy(texts.clone().where({ id: 'b' }).update({ content: 'other' }))).toEqual([]);
  });

  test('tells of what it can still read', async () => {
    await using database = await prepared();
    const configs: ParsedConfig[] = [{ table: 'nowhere', id: '1', columns }, { table: 'nowhere', columns }, ...rows];
    await using watching = await startWatching(database.url, configs);
    await database.knex('texts').where({ id: 'a' }).update({ version: 2 });
    await look(watching);
    expect(watching.told).toEqual([[2]]);
  });

  test('asks nothing where only a text could tell', async () => {
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
  test('tells of versions and labels by looking', async () => {
    await using database = await freshDatabase(dialect);
    const knex = openDatabase(database.url);
    try {
      await fill(knex);
      const name = 'prompt-10';
      const configs = [{ name }, { name, label: 'staging' }, { name: 'prompt-0' }, { prefix: 'prompt-1' }];
      await using watching = await startWatching(database.url, configs);
      await publishPrompt(knex, { name, content: 'new' });
      await look(watching);
      await setLabel(knex, { name, label: 'staging', version: 2 });
      await look(watching);
      await look(watching);
      expect(watching.told).toEqual([[0, 3], [1]]);
    } finally {
      await knex.destroy();
    }
  });
});

test('what was told is not told again, until it has been read', async () => {
  await using database = await freshDatabase('sqlite');
  const knex = openDatabase(database.url);
  try {
    await fill(knex);
    let last = { state: '1' };
    await using watching = await startWatching(database.url, rows.slice(0, 1), () => last);
    await knex('texts').where({ id: 'a' }).update({ version: 2 });
    for (let turn = 0; turn < 3; turn += 1) await look(watching);
    expect(watching.told.splice(0)).toEqual([[0]]);
    // It was read, but from a server that lags behind.
    last = { state: '1' };
    for (let turn = 0; turn < 3; turn += 1) await look(watching);
    expect(watching.told.splice(0)).toEqual([[0]]);
    last = { state: '2' };
    await look(watching);
    expect(watching.told).toEqual([]);
  } finally {
    await knex.destroy();
  }
});

test('PostgreSQL is looked at seldom while it announces everything', async () => {
  await using database = await freshDatabase('postgres');
  const knex = openDatabase(database.url);
  try {
    await fill(knex);
    const queries = async (watching: Watching, turns: number) => {
      let sum = 0;
      for (let turn = 0; turn < turns; turn += 1) sum += await look(watching);
      return sum;
    };
    await using ours = await startWatching(database.url, [{ name: 'prompt-0' }]);
    expect(await queries(ours, seldom * 2)).toBe(2);
    await using mixed = await startWatching(database.url, [{ name: 'prompt-0' }, ...rows]);
    expect(await queries(mixed, seldom)).toBe(2 * seldom);
  } finally {
    await knex.destroy();
  }
});
