import { createPrompts } from '@prompts/core';
import { type FakeClock, fakeClock } from '@prompts/core/testing';
import { describe, expect, it } from 'vitest';
import { experiments } from './experiments.ts';
import { FlakyStore } from './test-support/flaky-store.ts';
import { recordingLogger } from './test-support/recording-logger.ts';

const definitions = {
  tone: {
    prompt: 'support',
    variants: { control: 'support', friendly: 'support-friendly' },
    unit: 'userId',
    metrics: { words: { kind: 'mean', better: 'lower' } },
  },
} as const;
const systemPrompts = { support: 'You help.', 'support-friendly': 'You help, gladly.' };

/** Starts a process that counts in a store. */
async function start(store: FlakyStore, clock: FakeClock = fakeClock()) {
  const logger = recordingLogger();
  const tests = experiments(definitions, { store, clock, logger });
  const prompts = await createPrompts({ systemPrompts, hooks: [tests], clock });
  /** Reads for users, and records a value for each. */
  const serve = async (...userIds: string[]) => {
    for (const userId of userIds) {
      await prompts.get('support', { context: { userId } });
      tests.record('tone', { unit: userId, metric: 'words', value: 10 });
    }
  };
  const count = async () => {
    const { variants } = await tests.report('tone');
    const { control, friendly } = variants;
    const sum = (each: typeof control) => each.units * each.metrics.words.mean;
    return { units: control.units + friendly.units, sum: sum(control) + sum(friendly) };
  };
  return { tests, prompts, clock, logger, serve, count };
}

describe('a store', () => {
  it('gets what was counted within 5 seconds, in one batch', async () => {
    const store = new FlakyStore();
    const { clock, serve, prompts } = await start(store);
    await serve('u1', 'u2', 'u1');
    expect(store.batches).toEqual([]);
    await clock.advance(5000);
    expect(store.batches).toHaveLength(1);
    expect(store.batches[0]?.exposures.map(({ unit }) => unit)).toEqual(['u1', 'u2']);
    expect(store.batches[0]?.values).toHaveLength(3);
    await prompts.close();
  });

  it('is not called while nothing happens', async () => {
    const store = new FlakyStore();
    const { clock, serve, prompts } = await start(store);
    await serve('u1');
    await clock.advance(20_000);
    const calls = store.calls.length;
    await clock.advance(3_600_000);
    expect(store.calls).toHaveLength(calls);
    expect(clock.pending).toBe(0);
    await prompts.close();
  });

  it('gets the rest when the app closes, also if it was just opened', async () => {
    const store = new FlakyStore();
    const { serve, prompts } = await start(store);
    await serve('u1');
    await prompts.close();
    expect(store.batches).toHaveLength(1);
  });

  it('gets 10,000 exposures and values without waiting for more', async () => {
    const store = new FlakyStore();
    const { tests, clock, prompts } = await start(store);
    for (let index = 0; index < 10_000; index += 1) tests.record('tone', { unit: 'u1', metric: 'words', value: index });
    await clock.advance(0);
    expect(store.batches.map(({ values }) => values.length)).toEqual([10_000]);
    await prompts.close();
  });

  it('gets what was read and recorded right before a report', async () => {
    const { tests, prompts, count } = await start(new FlakyStore());
    prompts.peek('support', { context: { userId: 'u1' } });
    tests.record('tone', { unit: 'u1', metric: 'words', value: 10 });
    expect(await count()).toEqual({ units: 1, sum: 10 });
    await prompts.close();
  });

  it('adds up what three processes count', async () => {
    const store = new FlakyStore();
    const processes = await Promise.all([start(store), start(store), start(store)]);
    await Promise.all(
      processes.map(({ serve }, index) => serve(...Array.from({ length: 200 }, (_, user) => `u${user + index * 100}`))),
    );
    for (const { prompts } of processes) await prompts.close();
    // Users 100 to 299 were served by two processes.
    expect(await processes[0].count()).toEqual({ units: 400, sum: expect.closeTo(6000, 6) });
  });

  it('gets what an app counts after another one with the same hook could not start', async () => {
    const store = new FlakyStore();
    const { tests, serve, count, prompts } = await start(store);
    const failing = createPrompts({ systemPrompts: { greeting: 'Hello.' }, hooks: [tests], logger: false });
    await expect(failing).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await serve('u1');
    expect(await count()).toEqual({ units: 1, sum: 10 });
    await prompts.close();
  });

  it('may be that of another hook, called usage', async () => {
    const store = new FlakyStore();
    const tests = experiments(definitions, { usage: { experimentStore: () => store } });
    tests.record('tone', { unit: 'u1', metric: 'words', value: 1 });
    await tests.report('tone');
    expect(store.batches).toHaveLength(1);
    await tests.close();
  });
});

describe('a store that is down', () => {
  it.each(['fails', 'loses the answer'] as const)(
    'gets every batch with its id when it is up again, and counts once: %s',
    async (answer) => {
      const store = new FlakyStore();
      const { clock, serve, count, prompts, logger } = await start(store);
      store.answer = answer;
      await serve('u1', 'u2');
      await clock.advance(5000);
      await serve('u3');
      await clock.advance(20_000);
      store.answer = 'ok';
      expect(await count()).toEqual({ units: 3, sum: expect.closeTo(30, 9) });
      const ids = new Set(store.batches.map(({ id }) => id));
      expect(ids.size).toBe(2);
      expect(store.batches.length).toBeGreaterThan(3);
      expect(logger.warnings).toEqual([
        expect.stringMatching(
          /the store of experiments failed in add\(\) \((ECONNREFUSED|Error)\)\. Exposures and values are kept/,
        ),
      ]);
      await prompts.close();
    },
  );

  it('is tried again every 5 seconds, even if nothing else happens', async () => {
    const store = new FlakyStore();
    const { clock, serve, prompts } = await start(store);
    store.answer = 'fails';
    await serve('u1');
    await clock.advance(10_000);
    store.answer = 'ok';
    await clock.advance(5000);
    expect((await store.summarise('tone', 'tone')).map(({ units }) => units)).toEqual([1]);
    await prompts.close();
  });

  it('delays no read', async () => {
    const store = new FlakyStore();
    const { clock, serve, prompts } = await start(store);
    for (const answer of ['fails', 'hangs'] as const) {
      store.answer = answer;
      await serve('u1', 'u2');
      await clock.advance(5000);
      await serve('u3');
    }
    store.answer = 'ok';
    await clock.advance(30_000);
    await prompts.close();
  });

  it('makes report reject, and the next one is complete', async () => {
    const store = new FlakyStore();
    const { serve, count, tests, prompts, clock, logger } = await start(store);
    store.answer = 'fails';
    await serve('u1');
    await expect(tests.report('tone')).rejects.toMatchObject({ code: 'STORE_FAILED', retryable: true });
    await expect(tests.report('tone')).rejects.not.toThrow('a detail of the server');
    store.answer = 'hangs';
    const reporting = expect(tests.report('tone')).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await clock.advance(12_000);
    await reporting;
    store.answer = 'ok';
    expect(await count()).toMatchObject({ units: 1 });
    store.answer = 'fails';
    await expect(tests.report('tone')).rejects.toThrow('stops');
    expect(logger.warnings).toHaveLength(2);
    store.answer = 'ok';
    await prompts.close();
  });

  it.each(['fails', 'hangs'] as const)(
    'at start: reads are served within a second, and counted later: %s',
    async (answer) => {
      const store = new FlakyStore();
      store.answer = answer;
      const { clock, prompts, tests, count } = await start(store);
      const reading = prompts.get('support', { context: { userId: 'u1' } });
      await clock.advance(1000);
      expect((await reading).name).toBe('support-friendly');
      tests.record('tone', { unit: 'u1', metric: 'words', value: 10 });
      store.answer = 'ok';
      await clock.advance(30_000);
      expect(await count()).toMatchObject({ units: 1 });
      await prompts.close();
    },
  );

  it.each(['fails', 'hangs'] as const)(
    'when the app closes: close ends within 5 seconds, and a warning says what is missing: %s',
    async (answer) => {
      const store = new FlakyStore();
      const { clock, serve, tests, logger } = await start(store);
      await serve('u1');
      store.answer = answer;
      const closing = tests.close();
      await clock.advance(5000);
      await closing;
      expect(logger.warnings.at(-1)).toContain('2 exposures and values were not stored');
      expect(clock.pending).toBeLessThan(2);
    },
  );

  it('for long makes further values get lost, with one warning', async () => {
    const store = new FlakyStore();
    const { clock, tests, prompts, count, logger } = await start(store);
    store.answer = 'fails';
    for (let index = 0; index < 300_000; index += 1) tests.record('tone', { unit: 'u1', metric: 'words', value: 1 });
    await clock.advance(5000);
    expect(logger.warnings.filter((each) => each.includes('further ones are lost'))).toHaveLength(1);
    store.answer = 'ok';
    await prompts.get('support', { context: { userId: 'u1' } });
    await count();
    const kept = store.batches.slice(-100).reduce((ids, { id, values }) => ids.set(id, values.length), new Map());
    expect([...kept.values()].reduce((sum, values) => sum + values, 0)).toBe(250_000);
    await prompts.close();
  });
});
