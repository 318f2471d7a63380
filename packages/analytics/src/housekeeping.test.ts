import { fakeClock } from '@prompts/core/testing';
import { openDatabase } from '@prompts/sql-kit';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { dialects, freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import { createUsage } from './create-usage.ts';
import { tables } from './store/tables.ts';
import { recordedLogger } from './test-support/recorded-logger.ts';

const dayMs = 86_400_000;
const today = Date.UTC(2026, 10, 28, 12);

describe.each(dialects)('old counts on %s', (dialect) => {
  test('are removed once they are older than keep', async () => {
    await using database = await freshDatabase(dialect);
    let time = today - 10 * dayMs;
    const clock = fakeClock();
    const options = { store: database.url, dimensions: ['team'], hashKey: 'key', flush: 1 } as const;
    const old = createUsage(options, { now: () => time });
    const measure = (usage: typeof old) => usage.record('it', { x: 1 }, { version: '1', context: { team: 'red' } });
    for (let day = 10; day >= 0; day -= 1) {
      time = today - day * dayMs;
      measure(old);
    }
    await old.close();
    const usage = createUsage({ ...options, keep: '3d' }, { clock, now: () => time });
    onTestFinished(() => usage.close());
    measure(usage);
    const days = async () => (await usage.query({ by: ['day'] })).map(({ day }) => day);
    expect(await days()).toEqual(['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28']);

    const knex = openDatabase(database.url);
    onTestFinished(() => knex.destroy());
    const count = async (table: string) => Number((await knex(table).count({ count: '*' }))[0]?.count);
    expect(await count(tables.usage)).toBe(11);
    await clock.advance(1000);
    await vi.waitFor(async () => expect(await count(tables.usage)).toBe(4), { interval: 10, timeout: 20_000 });
    expect([await count(tables.dimensions), await count(tables.measures)]).toEqual([4, 4]);
  });
});

describe.each(dialects)('several processes on %s', (dialect) => {
  test('remove the same old counts at the same time, while others count', async () => {
    await using database = await freshDatabase(dialect);
    const clock = fakeClock();
    const logger = recordedLogger();
    const options = { store: database.url, flush: 1, keep: '3d', logger } as const;
    const old = createUsage({ ...options, keep: undefined }, { clock, now: () => today - 100 * dayMs });
    for (let version = 0; version < 2500; version += 1) old.record('it', { x: 1 }, { version: `${version}` });
    await old.close();
    const usages = [1, 2, 3, 4].map(() => createUsage(options, { clock, now: () => today }));
    for (const usage of usages) usage.record('it', { x: 1 }, { version: '1' });
    await clock.advance(1000);
    const knex = openDatabase(database.url);
    const count = async () => Number((await knex(tables.usage).count({ count: '*' }))[0]?.count);
    await vi.waitFor(async () => expect(await count()).toBe(1), { interval: 20, timeout: 40_000 });
    await Promise.all(usages.map((usage) => usage.flush()));
    expect(await usages[0]?.query()).toMatchObject([{ measures: { x: { count: 4 } } }]);
    expect(logger.warnings).toEqual([]);
    await Promise.all(usages.map((usage) => usage.close()));
    await knex.destroy();
  });
});

test('a clock that is set to the far future, and back, removes nothing', async () => {
  await using database = await freshDatabase('sqlite');
  let time = today;
  const clock = fakeClock();
  const usage = createUsage({ store: database.url, keep: '90d', flush: 1 }, { clock, now: () => time });
  onTestFinished(() => usage.close());
  const measure = () => usage.record('it', { x: 1 }, { version: '1' });
  measure();
  await clock.advance(1000);
  await usage.flush();
  time += 1000 * dayMs;
  measure();
  // Old counts are removed once an hour.
  for (let minute = 0; minute < 65; minute += 1) {
    await clock.advance(60_000);
    await usage.flush();
  }
  time = today;
  expect(await usage.query()).toMatchObject([{ measures: { x: { count: 2 } } }]);
});

test('the ids of flushes are removed after a week', async () => {
  await using database = await freshDatabase('sqlite');
  let time = today;
  const clock = fakeClock();
  const usage = createUsage({ store: database.url, flush: 1 }, { clock, now: () => time + clock.now() });
  onTestFinished(() => usage.close());
  usage.record('it', { x: 1 }, { version: '1' });
  await usage.flush();
  const later = createUsage({ store: database.url, flush: 1 }, { clock, now: () => time + clock.now() });
  onTestFinished(() => later.close());
  time += 8 * dayMs;
  const last = createUsage({ store: database.url, flush: 1 }, { clock, now: () => time + clock.now() });
  onTestFinished(() => last.close());
  last.record('it', { x: 1 }, { version: '1' });
  await last.flush();
  const knex = openDatabase(database.url);
  onTestFinished(() => knex.destroy());
  expect(await knex(tables.flushes)).toHaveLength(2);
  await clock.advance(1000);
  await vi.waitFor(async () => expect(await knex(tables.flushes)).toHaveLength(1), { interval: 10, timeout: 20_000 });
});
