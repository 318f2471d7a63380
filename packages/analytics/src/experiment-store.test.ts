import { createPrompts, type PromptHook } from '@prompts/core';
import { openDatabase } from '@prompts/sql-kit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dialects, freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import { createUsage } from './create-usage.ts';
import type { ExperimentBatch, Exposure, RecordedValue } from './experiment-store.ts';
import { tables } from './store/tables.ts';

const experiment = 'tone';
const seed = 'seed 1';

function exposure(unit: string, variant: string, exposedAtMs: number, more: Partial<Exposure> = {}): Exposure {
  return { experiment, seed, unit, variant, exposedAtMs, ...more };
}

function value(unit: string, amount: number, recordedAtMs: number, more: Partial<RecordedValue> = {}): RecordedValue {
  return { experiment, seed, unit, metric: 'score', value: amount, recordedAtMs, ...more };
}

function batchOf(id: string, exposures: readonly Exposure[], values: readonly RecordedValue[] = []): ExperimentBatch {
  return { id, exposures, values };
}

describe.each(dialects)('the store of experiments on %s', (dialect) => {
  async function start(options: { hashKey?: string } = {}) {
    const database = await freshDatabase(dialect);
    const create = () => createUsage({ store: database.url, logger: false, ...options });
    const usage = create();
    onTestFinished(async () => {
      await usage.close();
      await database.drop();
    });
    return { usage, store: usage.experimentStore(), create, url: database.url };
  }

  test('sums the values of each unit after its first exposure', async () => {
    const { store } = await start();
    await store.add(
      batchOf(
        '1',
        [exposure('u1', 'A', 100), exposure('u2', 'B', 100), exposure('u3', 'B', 100)],
        [
          value('u1', 2, 99),
          value('u1', 3, 100),
          value('u1', -5, 101),
          value('u2', 4, 200),
          value('u2', 1, 200, { metric: 'cost' }),
          value('stranger', 1, 200),
          value('u3', 7, 200, { seed: 'another' }),
        ],
      ),
    );
    const score = { units: 1, sum: -2, sumOfSquares: 4, positiveUnits: 1 };
    expect(await store.summarise(experiment, seed)).toEqual([
      { variant: 'A', units: 1, metrics: { score } },
      {
        variant: 'B',
        units: 2,
        metrics: {
          score: { units: 1, sum: 4, sumOfSquares: 16, positiveUnits: 1 },
          cost: { units: 1, sum: 1, sumOfSquares: 1, positiveUnits: 1 },
        },
      },
    ]);
    expect(await store.summarise(experiment, 'unknown')).toEqual([]);
  });

  test('counts the earliest of several exposures, whatever order they arrive in', async () => {
    const { store } = await start();
    await store.add(
      batchOf('1', [exposure('u', 'B', 200), exposure('u', 'C', 150)], [value('u', 1, 120), value('u', 2, 160)]),
    );
    expect(await store.summarise(experiment, seed)).toMatchObject([{ variant: 'C', metrics: { score: { sum: 2 } } }]);
    await store.add(batchOf('2', [exposure('u', 'A', 110)]));
    await store.add(batchOf('3', [exposure('u', 'D', 110), exposure('u', 'D', 300)]));
    expect(await store.summarise(experiment, seed)).toEqual([
      { variant: 'A', units: 1, metrics: { score: { units: 1, sum: 3, sumOfSquares: 9, positiveUnits: 1 } } },
    ]);
  });

  test('adds a batch once, also if it is sent by several processes at the same time', async () => {
    const { store, create } = await start();
    const others = [create(), create()];
    const stores = [store, ...others.map((usage) => usage.experimentStore())];
    const batch = batchOf('same', [exposure('u', 'A', 1)], [value('u', 5, 2)]);
    await store.stops();
    await Promise.all(stores.map((each) => each.add(batch)));
    await store.add(batch);
    expect(await store.summarise(experiment, seed)).toMatchObject([{ units: 1, metrics: { score: { sum: 5 } } }]);
    await Promise.all(others.map((usage) => usage.close()));
  });

  test('adds large batches of several processes at the same time', async () => {
    const { store, create } = await start();
    const others = [create(), create()];
    const stores = [store, ...others.map((usage) => usage.experimentStore())];
    const units = Array.from({ length: 2000 }, (_, index) => `u${index}`);
    await store.stops();
    await Promise.all(
      stores.map((each, process) =>
        each.add(
          batchOf(
            `of ${process}`,
            units.map((unit) => exposure(unit, 'A', process)),
            units.map((unit) => value(unit, 1, 10)),
          ),
        ),
      ),
    );
    const [summary] = await store.summarise(experiment, seed);
    expect(summary).toMatchObject({
      units: 2000,
      metrics: { score: { units: 2000, sum: 6000, sumOfSquares: 18_000 } },
    });
    await Promise.all(others.map((usage) => usage.close()));
  });

  test('keeps the first stop of each experiment and seed', async () => {
    const { store } = await start();
    const stop = { experiment, seed, variant: 'B', metric: 'score', reason: 'worse', stoppedAtMs: 5 };
    const another = { ...stop, seed: 'seed 2', stoppedAtMs: 9 };
    await store.stop(stop);
    await store.stop({ ...stop, variant: 'C', stoppedAtMs: 1 });
    await store.stop(another);
    expect(await store.stops()).toEqual([stop, another]);
  });

  test('stores units as hashes if there is a key, and erases one', async () => {
    const { store, usage, url } = await start({ hashKey: 'key' });
    const units = ['u1', 'u2'];
    const add = (id: string, atMs: number) =>
      store.add(
        batchOf(
          id,
          units.map((unit) => exposure(unit, 'A', atMs)),
          [value('u1', 1, atMs), value('u1', 2, atMs)],
        ),
      );
    await add('1', 5);
    await store.add(batchOf('orphan', [], [value('u1', 1, 5, { experiment: 'other' })]));
    const knex = openDatabase(url);
    expect((await knex(tables.exposures)).map(({ unit }) => unit).toSorted()).toEqual(
      (await Promise.all(units.map((unit) => usage.hash(unit)))).toSorted(),
    );
    expect(await usage.forget({ unit: 'u1' })).toEqual({ reads: 0, measures: 0, exposures: 1, values: 3 });
    // It was recorded before the unit was erased, and arrives later.
    await add('2', 6);
    expect(await store.summarise(experiment, seed)).toEqual([{ variant: 'A', units: 1, metrics: {} }]);
    await add('3', Date.now() + 60_000);
    expect(await store.summarise(experiment, seed)).toMatchObject([{ units: 2, metrics: { score: { sum: 3 } } }]);
    expect(await knex(tables.erasures).select('dimension', 'exposure_count', 'value_count')).toEqual([
      { dimension: 'unit', exposure_count: expect.anything(), value_count: expect.anything() },
    ]);
    await knex.destroy();
  });

  test('erases a unit without a key, of any length and characters', async () => {
    const { store, usage } = await start();
    const unit = `Ä\0'"\uD800 ${'long '.repeat(100)}`;
    await store.add(batchOf('1', [exposure(unit, 'A', 1), exposure(`${unit}!`, 'A', 1)]));
    expect(await store.summarise(experiment, seed)).toMatchObject([{ units: 2 }]);
    expect(await usage.forget({ unit })).toMatchObject({ exposures: 1 });
    expect(await store.summarise(experiment, seed)).toMatchObject([{ units: 1 }]);
  });

  test('takes values of any size', async () => {
    const { store } = await start();
    const values = [Number.MAX_VALUE, Infinity, -Infinity, Number.NaN, 1e-300, 0];
    const units = values.map((_, index) => `u${index}`);
    await store.add(
      batchOf(
        '1',
        units.map((unit) => exposure(unit, 'A', 1)),
        values.map((each, index) => value(`u${index}`, each, 1)),
      ),
    );
    const [summary] = await store.summarise(experiment, seed);
    expect(summary?.metrics.score).toMatchObject({ units: 5, sum: 1e140, positiveUnits: 3 });
  });
});

test('a batch that arrives while, or after, the hook is closed is stored', async () => {
  await using database = await freshDatabase('sqlite');
  const usage = createUsage({ store: database.url });
  const store = usage.experimentStore();
  const flushLate: PromptHook = {
    name: 'experiments',
    async close() {
      await store.add(batchOf('1', [exposure('u', 'A', 1)]));
      await usage.close();
      await store.add(batchOf('2', [exposure('v', 'A', 1)]));
    },
  };
  const prompts = await createPrompts({ systemPrompts: { it: 'text' }, hooks: [usage, flushLate] });
  await prompts.close();
  const later = createUsage({ store: database.url });
  expect(await later.experimentStore().summarise(experiment, seed)).toMatchObject([{ units: 2 }]);
  await later.close();
});
