import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { dialects, freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import { startMariaDb } from '../../../scripts/test/servers/mariadb.ts';
import { orSkip } from '../../../scripts/test/servers/or-skip.ts';
import { startPostgres } from '../../../scripts/test/servers/postgres.ts';
import { createUsage } from './create-usage.ts';
import { startReader } from './test-support/start-reader.ts';

describe.each(dialects)('three processes on %s', (dialect) => {
  test('count a million reads, none lost and none twice', { timeout: 120_000 }, async () => {
    await using database = await freshDatabase(dialect);
    const readers = ['one', 'two', 'three'].map(() =>
      startReader({ store: database.url, reads: '333334', flush: '0.05' }),
    );
    for (const { exited } of readers) expect(await exited).toMatchObject({ code: 0, errors: '' });
    const usage = createUsage({ store: database.url });
    const rows = await usage.query({ by: ['prompt'] });
    expect(rows.map(({ prompt, reads }) => [prompt, reads])).toEqual([
      ['a', 333_336],
      ['b', 333_333],
      ['c', 333_333],
    ]);
    expect((await usage.query())[0]?.measures.reads).toMatchObject({ count: 999, sum: 999_000 });
    await usage.close();
  });

  test('of which one is killed lose at most one interval of it', { timeout: 120_000 }, async () => {
    await using database = await freshDatabase(dialect);
    const usage = createUsage({ store: database.url });
    const reader = startReader({ store: database.url, reads: 'Infinity', flush: '0.1' });
    const counted = async () => (await usage.query())[0]?.reads ?? 0;
    await vi.waitFor(() => expect(reader.flushedReads()).toBeGreaterThan(0), { interval: 20, timeout: 60_000 });
    reader.process.kill('SIGKILL');
    await reader.exited;
    const reads = await counted();
    const flushed = reader.flushedReads();
    expect(flushed).toBeGreaterThan(0);
    expect(reads).toBeGreaterThanOrEqual(flushed);
    expect(await counted()).toBe(reads);
    await usage.close();
  });
});

test.each([
  { kind: 'PostgreSQL', start: () => startPostgres(), toStore: (url: string) => url },
  { kind: 'MariaDB', start: startMariaDb, toStore: (url: string) => new URL('mysql', url).href },
])('three processes count exactly while $kind crashes', { timeout: 120_000 }, async ({ start, toStore }) => {
  const server = await orSkip(start());
  onTestFinished(() => server.stop());
  const store = toStore(server.url);
  const readers = [1, 2, 3].map(() => startReader({ store, reads: 'Infinity', flush: '0.02' }));
  for (let crash = 0; crash < 3; crash += 1) {
    const flushed = readers.map((reader) => reader.flushedReads());
    const haveProgressed = () => readers.every((reader, index) => reader.flushedReads() > (flushed[index] ?? 0));
    await vi.waitFor(() => expect(haveProgressed()).toBe(true), { interval: 5, timeout: 60_000 });
    await server.kill();
    await server.restart();
  }
  for (const reader of readers) reader.process.send('stop');
  for (const { exited } of readers) {
    expect(await exited).toEqual({ code: 0, errors: expect.not.stringContaining('not written before close') });
  }
  const reads = readers.reduce((sum, reader) => sum + reader.flushedReads(), 0);
  const usage = createUsage({ store });
  expect(await usage.query()).toMatchObject([{ reads, measures: { reads: { sum: reads } } }]);
  await usage.close();
});
