/// <reference lib="esnext.disposable" preserve="true" />
import { describe, expect, it } from 'vitest';
import type { ExperimentStop, ExperimentStore, Exposure, RecordedValue } from '../store/experiment-store.ts';

/** A store to check, and how to get rid of it. */
export interface ExperimentStoreUnderTest extends AsyncDisposable {
  readonly store: ExperimentStore;
  /** Returns a store of another process that has the same data. Omitted: the store belongs to one process. */
  readonly openAnother?: () => Promise<ExperimentStore>;
}

const place = { experiment: 'tone', seed: 'tone' };
const exposure = (unit: string, variant: string, exposedAtMs: number): Exposure => ({
  ...place,
  unit,
  variant,
  exposedAtMs,
});
const value = (unit: string, value: number, recordedAtMs: number, metric = 'score'): RecordedValue => ({
  ...place,
  unit,
  metric,
  value,
  recordedAtMs,
});
const stop = (metric: string): ExperimentStop => ({ ...place, variant: 'b', metric, reason: 'worse', stoppedAtMs: 5 });

/**
 * Registers the conformance suite of stores of experiments with vitest. Call it at the top level of a test file.
 * @param name The name of the store, for the titles of the tests.
 * @param open Opens a store without any data.
 * @example
 * ```ts
 * testExperimentStore('acmeStore', async () => {
 *   const store = await acmeStore(':memory:');
 *   return { store, [Symbol.asyncDispose]: () => store.close() };
 * });
 * ```
 */
export function testExperimentStore(name: string, open: () => Promise<ExperimentStoreUnderTest>): void {
  let batches = 0;
  async function add(store: ExperimentStore, exposures: Exposure[], values: RecordedValue[] = [], id?: string) {
    batches += 1;
    await store.add({ id: id ?? `00000000-0000-4000-8000-${String(batches).padStart(12, '0')}`, exposures, values });
  }
  const summarise = async (store: ExperimentStore, seed = 'tone') =>
    (await store.summarise('tone', seed)).toSorted((one, other) => (one.variant < other.variant ? -1 : 1));

  describe(`store of experiments '${name}'`, () => {
    it('has nothing at first', async () => {
      await using opened = await open();
      expect(await summarise(opened.store)).toEqual([]);
      expect(await opened.store.stops()).toEqual([]);
    });

    it('adds the values of each unit, and counts units without values', async () => {
      await using opened = await open();
      const values = [value('u1', 1, 2), value('u1', 2.5, 3), value('u2', -4, 2), value('u1', 1, 2, 'resolved')];
      await add(opened.store, [exposure('u1', 'a', 1), exposure('u2', 'a', 1), exposure('u3', 'b', 1)], values);
      expect(await summarise(opened.store)).toEqual([
        {
          variant: 'a',
          units: 2,
          metrics: {
            score: { units: 2, sum: -0.5, sumOfSquares: 28.25, positiveUnits: 1 },
            resolved: { units: 1, sum: 1, sumOfSquares: 1, positiveUnits: 1 },
          },
        },
        { variant: 'b', units: 1, metrics: {} },
      ]);
    });

    it('counts a unit as positive once any of its values is above 0', async () => {
      await using opened = await open();
      await add(opened.store, [exposure('u1', 'a', 1)], [value('u1', 1, 2), value('u1', -1, 3), value('u1', -1, 4)]);
      const [summary] = await summarise(opened.store);
      expect(summary?.metrics.score).toEqual({ units: 1, sum: -1, sumOfSquares: 1, positiveUnits: 1 });
    });

    it('leaves out values from before the exposure, but not those of the same millisecond', async () => {
      await using opened = await open();
      await add(opened.store, [exposure('u1', 'a', 10)], [value('u1', 1, 9), value('u1', 2, 10), value('u1', 4, 11)]);
      const [summary] = await summarise(opened.store);
      expect(summary?.metrics.score?.sum).toBe(6);
    });

    it('leaves out values of units that were not exposed', async () => {
      await using opened = await open();
      await add(opened.store, [exposure('u1', 'a', 1)], [value('u2', 1, 2)]);
      expect(await summarise(opened.store)).toEqual([{ variant: 'a', units: 1, metrics: {} }]);
    });

    it.each([
      ['the earliest first', [exposure('u1', 'a', 5), exposure('u1', 'b', 20)]],
      ['the earliest last', [exposure('u1', 'b', 20), exposure('u1', 'a', 5)]],
    ])('counts the earliest of several exposures: %s', async (_, [first, second]) => {
      await using opened = await open();
      await add(opened.store, [first as Exposure], [value('u1', 1, 10), value('u1', 2, 4)]);
      await add(opened.store, [second as Exposure]);
      expect(await summarise(opened.store)).toEqual([
        { variant: 'a', units: 1, metrics: { score: { units: 1, sum: 1, sumOfSquares: 1, positiveUnits: 1 } } },
      ]);
    });

    it('counts the earliest of several exposures in one batch', async () => {
      await using opened = await open();
      await add(opened.store, [exposure('u1', 'b', 20), exposure('u1', 'a', 5), exposure('u1', 'b', 30)]);
      expect(await summarise(opened.store)).toEqual([{ variant: 'a', units: 1, metrics: {} }]);
    });

    it('counts values that arrive before their exposure', async () => {
      await using opened = await open();
      await add(opened.store, [], [value('u1', 1, 10)]);
      await add(opened.store, [exposure('u1', 'a', 10)]);
      const [summary] = await summarise(opened.store);
      expect(summary?.metrics.score?.sum).toBe(1);
    });

    it('adds a batch once, however often it is sent', async () => {
      await using opened = await open();
      const id = '11111111-0000-4000-8000-000000000000';
      for (let time = 0; time < 3; time += 1) {
        await add(opened.store, [exposure('u1', 'a', 1)], [value('u1', 1, 2)], id);
      }
      const [summary] = await summarise(opened.store);
      expect(summary?.metrics.score?.sum).toBe(1);
    });

    it('keeps experiments and seeds apart', async () => {
      await using opened = await open();
      const elsewhere = { ...exposure('u1', 'b', 1), seed: 'tone-2' };
      await add(opened.store, [exposure('u1', 'a', 1), elsewhere, { ...elsewhere, experiment: 'other' }]);
      expect(await summarise(opened.store)).toEqual([{ variant: 'a', units: 1, metrics: {} }]);
      expect(await summarise(opened.store, 'tone-2')).toEqual([{ variant: 'b', units: 1, metrics: {} }]);
    });

    it('keeps any text as the name of a unit, a variant and a metric', async () => {
      await using opened = await open();
      const texts = ['Ünit', 'ünit', "'; DROP", 'a b', 'a b ', '🙂', '__proto__'];
      const values = texts.map((text) => value(text, 1, 2, text));
      await add(
        opened.store,
        texts.map((text) => exposure(text, text, 1)),
        values,
      );
      const summaries = await summarise(opened.store);
      expect(summaries.map(({ variant }) => variant)).toEqual(texts.toSorted());
      for (const { variant, units, metrics } of summaries) {
        expect([units, Object.keys(metrics)]).toEqual([1, [variant]]);
      }
    });

    it('adds ten thousand exposures and values in one batch', async () => {
      await using opened = await open();
      const units = Array.from({ length: 5000 }, (_, index) => `u${index}`);
      await add(
        opened.store,
        units.map((unit) => exposure(unit, 'a', 1)),
        units.map((unit) => value(unit, 2, 2)),
      );
      const [summary] = await summarise(opened.store);
      expect(summary?.metrics.score).toEqual({ units: 5000, sum: 10_000, sumOfSquares: 20_000, positiveUnits: 5000 });
    });

    it('keeps the first stop of an experiment and seed', async () => {
      await using opened = await open();
      await opened.store.stop(stop('resolved'));
      await opened.store.stop(stop('score'));
      await opened.store.stop({ ...stop('score'), seed: 'tone-2' });
      const stops = (await opened.store.stops()).toSorted((one, other) => (one.seed < other.seed ? -1 : 1));
      expect(stops).toEqual([stop('resolved'), { ...stop('score'), seed: 'tone-2' }]);
    });

    it('shows every process what the others have added', async (context) => {
      await using opened = await open();
      if (!opened.openAnother) return context.skip('the store belongs to one process');
      const another = await opened.openAnother();
      await Promise.all([
        add(opened.store, [exposure('u1', 'a', 1)], [value('u2', 1, 3)]),
        add(another, [exposure('u2', 'a', 2)], [value('u1', 1, 3)]),
      ]);
      await another.stop(stop('resolved'));
      for (const store of [opened.store, another]) {
        const [summary] = await summarise(store);
        expect(summary?.metrics.score?.sum).toBe(2);
        expect(await store.stops()).toEqual([stop('resolved')]);
      }
    });
  });
}
