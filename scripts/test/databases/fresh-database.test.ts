import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { type Ask, askMariaDb, askPostgres } from '../servers/clients.ts';
import { type Dialect, dialects, freshDatabase } from './fresh-database.ts';

const askSqlite: Ask = async (url, ...statements) => {
  const database = new DatabaseSync(url.slice('sqlite:'.length));
  try {
    let value: unknown;
    for (const sql of statements) value = Object.values(database.prepare(sql).get() ?? {})[0];
    return String(value);
  } finally {
    database.close();
  }
};

const ask: Record<Dialect, Ask> = { sqlite: askSqlite, postgres: askPostgres, mariadb: askMariaDb };

describe.each(dialects)('a database of %s', (dialect) => {
  test('is empty, separate from others, and removed by drop', async () => {
    await using first = await freshDatabase(dialect);
    await using second = await freshDatabase(dialect);
    const statements = ['create table words (word varchar(9))', "insert into words values ('mine')"];
    await ask[dialect](first.url, ...statements);
    expect(await ask[dialect](first.url, 'select word from words')).toBe('mine');
    await expect(ask[dialect](second.url, 'select word from words')).rejects.toThrow(/words/);

    await first.drop();
    await first.drop();
    await expect(ask[dialect](first.url, 'select word from words')).rejects.toThrow();
  });
});
