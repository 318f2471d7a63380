import { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '@prompts/sql-kit';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import { createUsage } from './create-usage.ts';
import { countReads, createApp } from './test-support/create-app.ts';
import { recordedLogger } from './test-support/recorded-logger.ts';

async function start() {
  const database = await freshDatabase('sqlite');
  const logger = recordedLogger();
  const usage = createUsage({ store: database.url, logger });
  const app = await createApp(usage);
  onTestFinished(async () => {
    await app.close();
    await database.drop();
  });
  const lock = () => {
    const locker = new DatabaseSync(database.url.slice('sqlite:'.length));
    locker.exec('begin exclusive');
    return () => locker.close();
  };
  return { database, usage, app, logger, lock };
}

test.each(['new', 'used'])(
  'a %s file that is locked does not block the event loop, and nothing is lost',
  async (kind) => {
    const { usage, app, lock } = await start();
    if (kind === 'used') await usage.flush();
    app.read(3);
    const unlock = lock();
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 10);
    await expect(usage.query()).rejects.toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('locked') });
    clearInterval(timer);
    // In about 10 s. A statement that waited in SQLite would block the event loop for all of that.
    expect(turns).toBeGreaterThan(100);
    app.read(4);
    unlock();
    expect(await countReads(usage)).toBe(7);
  },
  30_000,
);

test('other work gets its turn while many exposures and values are stored', async () => {
  const { usage } = await start();
  const store = usage.experimentStore();
  await store.stops();
  const of = { experiment: 'tone', seed: 'tone' };
  const units = Array.from({ length: 2500 }, (_, index) => ({ ...of, unit: `u${index}` }));
  const exposures = units.map((unit) => ({ ...unit, variant: 'control', exposedAtMs: 1 }));
  const values = units.map((unit) => ({ ...unit, metric: 'resolved', value: 1, recordedAtMs: 2 }));
  let turns = 0;
  const count = () => {
    turns += 1;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  await store.add({ id: 'many', exposures, values });
  clearImmediate(next);
  expect(turns).toBeGreaterThanOrEqual(20);
});

test('a file that stays locked is given up by close, with a warning', { timeout: 30_000 }, async () => {
  const { usage, app, lock, logger } = await start();
  app.read(3);
  const unlock = lock();
  const startedAt = performance.now();
  await usage.close();
  expect(performance.now() - startedAt).toBeLessThan(12_000);
  unlock();
  expect(logger.warnings).toEqual([expect.stringMatching(/counts of 3 reads were not written before close.*locked/)]);
});

test("the app's own knex stays open", async () => {
  await using database = await freshDatabase('sqlite');
  const knex = openDatabase(database.url);
  const usage = createUsage({ store: knex });
  const app = await createApp(usage);
  app.read(2);
  await app.close();
  expect(await knex('prompt_usage').sum({ sum: 'read_count' })).toEqual([{ sum: 2 }]);
  await knex.destroy();
});
