import { createPrompts } from '@prompts/core';
import { type FakeClock, fakeClock } from '@prompts/core/testing';
import { describe, expect, it } from 'vitest';
import { bucketOf } from './assignment/bucket-of.ts';
import { experiments } from './experiments.ts';
import type { ExperimentStop } from './store/experiment-store.ts';
import { FlakyStore } from './test-support/flaky-store.ts';
import { recordingLogger } from './test-support/recording-logger.ts';
import { usersOf } from './test-support/users.ts';

const systemPrompts = { support: 'You help.', 'support-friendly': 'You help, gladly.' };
type Setup = { store?: FlakyStore; clock?: FakeClock; seed?: string; guardrail?: boolean };

async function start({ store, clock = fakeClock(), seed = 'tone', guardrail = true }: Setup = {}) {
  const logger = recordingLogger();
  const tests = experiments(
    {
      tone: {
        prompt: 'support',
        variants: { control: 'support', friendly: 'support-friendly' },
        unit: 'userId',
        seed,
        metrics: {
          escalated: { kind: 'proportion', better: 'lower', guardrail },
          resolved: { kind: 'proportion', better: 'higher' },
        },
      },
    },
    { store, clock, logger },
  );
  const stopped: ExperimentStop[] = [];
  tests.on('stopped', (stop) => stopped.push(stop));
  const prompts = await createPrompts({ systemPrompts, hooks: [tests], clock });
  const friendlyUser = ['u1', 'u2', 'u3', 'u4', 'u5'].find((userId) => bucketOf(seed, userId) >= 0.5) as string;
  const read = async (userId = friendlyUser) => (await prompts.get('support', { context: { userId } })).name;
  /** Every second conversation of the friendly variant escalates. */
  const serveBadly = async (count = 400) => {
    for (let index = 0; index < count; index += 1) {
      const name = await read(`user-${index}`);
      const isBad = name === 'support-friendly' && index % 2 === 0;
      tests.record('tone', { unit: `user-${index}`, metric: 'escalated', value: Number(isBad) });
    }
  };
  return { tests, prompts, clock, logger, stopped, friendlyUser, read, serveBadly };
}

describe('a guardrail that is significantly worse', () => {
  it('stops the experiment within 10 seconds: event, log, status, and the control for everybody', async () => {
    const { tests, prompts, clock, logger, stopped, serveBadly, read, friendlyUser } = await start();
    expect(await read()).toBe('support-friendly');
    await serveBadly();
    await clock.advance(10_000);
    expect(stopped).toEqual([
      expect.objectContaining({ experiment: 'tone', variant: 'friendly', metric: 'escalated' }),
    ]);
    expect(stopped[0]?.reason).toMatch(/^escalated is significantly worse: friendly 0\.\d+, control 0, p = .+e-\d+$/);
    expect(logger.warnings).toEqual([expect.stringMatching(/'tone' is stopped.+escalated.+change its seed/)]);
    expect(await read()).toBe('support');
    expect(prompts.peek('support', { context: { userId: friendlyUser } })?.name).toBe('support');
    expect(tests.assign('tone', { userId: friendlyUser })).toEqual({ variant: 'control', prompt: 'support' });
    const report = await tests.report('tone');
    expect(report).toMatchObject({ status: 'stopped', stop: stopped[0] });
    await read('somebody new');
    expect((await tests.report('tone')).variants).toEqual(report.variants);
    expect(stopped).toHaveLength(1);
    await prompts.close();
  });

  it('is found by a report, too', async () => {
    const { tests, prompts, stopped, serveBadly, read } = await start();
    await serveBadly();
    expect((await tests.report('tone')).status).toBe('stopped');
    expect(stopped).toHaveLength(1);
    expect(await read()).toBe('support');
    await prompts.close();
  });

  it('stops nothing if it is only a metric, if it is better, or if there is no difference', async () => {
    const { tests, prompts, serveBadly, clock, read } = await start({ guardrail: false });
    await serveBadly();
    await clock.advance(10_000);
    const report = await tests.report('tone');
    expect([report.status, report.variants.friendly.metrics.escalated.verdict]).toEqual(['running', 'worse']);
    expect(await read()).toBe('support-friendly');
    await prompts.close();

    const other = await start();
    for (let index = 0; index < 400; index += 1) {
      const isControl = (await other.read(`user-${index}`)) === 'support';
      other.tests.record('tone', {
        unit: `user-${index}`,
        metric: 'escalated',
        value: Number(isControl && index % 2 === 0),
      });
    }
    const better = await other.tests.report('tone');
    expect([better.status, better.variants.friendly.metrics.escalated.verdict]).toEqual(['running', 'better']);
    await other.prompts.close();
  });

  it('harms nobody if a listener fails, and not those that have unsubscribed', async () => {
    const { tests, prompts, stopped, serveBadly, logger } = await start();
    const unsubscribed: unknown[] = [];
    tests.on('stopped', (stop) => unsubscribed.push(stop))();
    tests.on('stopped', () => {
      throw new Error('a private detail');
    });
    tests.on('stopped', async () => Promise.reject(new Error('another one')));
    const late: unknown[] = [];
    tests.on('stopped', (stop) => late.push(stop));
    await serveBadly();
    await tests.report('tone');
    expect([stopped.length, late.length, unsubscribed.length]).toEqual([1, 1, 0]);
    await Promise.resolve();
    expect(logger.warnings.filter((each) => each.includes("listener for the event 'stopped' failed"))).toHaveLength(2);
    await prompts.close();
  });
});

describe('the other processes', () => {
  it('take the stop over at their next flush or report', async () => {
    const store = new FlakyStore();
    const [first, flushing, reporting] = [await start({ store }), await start({ store }), await start({ store })];
    await first.serveBadly();
    await first.tests.report('tone');
    expect(await flushing.read()).toBe('support-friendly');
    await flushing.clock.advance(5000);
    expect(await flushing.read()).toBe('support');
    expect((await reporting.tests.report('tone')).status).toBe('stopped');
    expect(await reporting.read()).toBe('support');
    for (const { stopped, prompts } of [flushing, reporting]) {
      expect(stopped).toEqual(first.stopped);
      await prompts.close();
    }
    await first.prompts.close();
  });

  it('and a restarted one, serve the control from their first read; only the log says so', async () => {
    const store = new FlakyStore();
    const before = await start({ store });
    await before.serveBadly();
    await before.clock.advance(5000);
    await before.prompts.close();
    const after = await start({ store });
    expect(await after.read()).toBe('support');
    expect(after.stopped).toEqual([]);
    expect(after.logger.warnings).toEqual([expect.stringContaining("'tone' is stopped")]);
    expect((await after.tests.report('tone')).status).toBe('stopped');
    await after.prompts.close();
  });

  it('wait with their first get until the store has told them', async () => {
    const store = new FlakyStore();
    const before = await start({ store });
    await before.serveBadly();
    await before.prompts.close();
    await before.tests.report('tone');
    const { promise, resolve } = Promise.withResolvers<void>();
    const { stops } = store;
    store.stops = () => promise.then(() => stops.call(store));
    const after = await start({ store });
    const reading = after.read();
    expect(after.prompts.peek('support', { context: { userId: after.friendlyUser } })?.name).toBe('support-friendly');
    resolve();
    expect(await reading).toBe('support');
    await after.prompts.close();
  });

  it('agree on the first stop if two stop it', async () => {
    const store = new FlakyStore();
    const [one, other] = [await start({ store }), await start({ store })];
    await one.serveBadly();
    await one.clock.advance(5000);
    await other.serveBadly();
    await other.clock.advance(5000);
    const reports = await Promise.all([one.tests.report('tone'), other.tests.report('tone')]);
    expect(reports[0].stop).toEqual(reports[1].stop);
    await one.prompts.close();
    await other.prompts.close();
  });
});

it('a stop is kept while the store is down, and stored when it is up again', async () => {
  const store = new FlakyStore();
  const { tests, prompts, clock, serveBadly, read } = await start({ store });
  await serveBadly();
  const { stop } = store;
  store.stop = () => Promise.reject(new Error('down'));
  await clock.advance(5000);
  expect(await read()).toBe('support');
  expect(await store.stops()).toEqual([]);
  store.stop = stop;
  await clock.advance(5000);
  expect(await store.stops()).toHaveLength(1);
  expect((await tests.report('tone')).status).toBe('stopped');
  await prompts.close();
});

it('another seed starts the experiment again, with a new count', async () => {
  const store = new FlakyStore();
  const before = await start({ store });
  await before.serveBadly();
  await before.prompts.close();
  expect((await before.tests.report('tone')).status).toBe('stopped');
  const after = await start({ store, seed: 'tone, corrected' });
  expect(await after.read()).toBe('support-friendly');
  const report = await after.tests.report('tone');
  expect([report.status, report.variants.friendly.units]).toEqual(['running', 1]);
  await after.prompts.close();
});

it('there is no stop while the numbers of units do not fit the weights', async () => {
  const { tests, prompts, read } = await start();
  const users = usersOf(tests, 'tone', 'friendly', 300);
  for (const userId of [...users, ...usersOf(tests, 'tone', 'control', 150)]) {
    const isBad = (await read(userId)) === 'support-friendly';
    tests.record('tone', { unit: userId, metric: 'escalated', value: Number(isBad) });
  }
  const report = await tests.report('tone');
  expect(report).toMatchObject({ status: 'running', srm: { mismatch: true } });
  await prompts.close();
});
