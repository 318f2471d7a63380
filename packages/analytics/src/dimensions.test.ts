import { createHmac } from 'node:crypto';
import { createPrompts } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import { Secret } from '@prompts/provider-kit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dialects, freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import { createUsage, type UsageParts } from './create-usage.ts';
import type { AnalyticsOptions } from './options.ts';
import { recordedLogger } from './test-support/recorded-logger.ts';

const hashKey = 'the key of this test';

async function start(options: Partial<AnalyticsOptions<string>> = {}, parts: UsageParts = {}) {
  const logger = recordedLogger();
  const usage = createUsage<string>(
    { store: 'sqlite::memory:', dimensions: ['team'], hashKey, logger, ...options },
    { clock: fakeClock(), ...parts },
  );
  const prompts = await createPrompts({ systemPrompts: { it: 'text', other: 'text' }, hooks: [usage] });
  onTestFinished(() => prompts.close());
  return { usage, prompts, logger };
}

function hmac(value: string): string {
  return createHmac('sha256', hashKey).update(value).digest('hex').slice(0, 32);
}

describe.each(dialects)('dimensions on %s', (dialect) => {
  test('tell reads and measures apart by their context, and are stored as hashes', async () => {
    await using database = await freshDatabase(dialect);
    const { usage, prompts } = await start({ store: database.url, dimensions: ['team', 'plan'] });
    const red = { team: 'red', plan: 'free', user: 'ada' };
    await prompts.get('it', { context: red });
    prompts.peek('it', { context: red });
    prompts.peek('it', { context: { team: 'red' } });
    await prompts.render('it', {}, { context: { team: 'blue', plan: 'free' } });
    prompts.peek('other');
    usage.record('it', { score: 2 }, { context: red });
    const score = { count: 1, sum: 2, min: 2, max: 2 };
    const rows = await usage.query({ by: ['prompt', 'team', 'plan'] });
    expect(rows).toHaveLength(4);
    expect(rows).toEqual(
      expect.arrayContaining([
        { prompt: 'it', team: hmac('red'), plan: hmac('free'), reads: 2, measures: { score } },
        { prompt: 'it', team: hmac('red'), plan: null, reads: 1, measures: {} },
        { prompt: 'it', team: hmac('blue'), plan: hmac('free'), reads: 1, measures: {} },
        { prompt: 'other', team: null, plan: null, reads: 1, measures: {} },
      ]),
    );
    expect(await usage.query({ where: { team: 'red' } })).toEqual([{ reads: 3, measures: { score } }]);
    expect(await usage.query({ where: { team: 'red', plan: 'free' }, by: ['team'] })).toMatchObject([{ reads: 2 }]);
    expect(await usage.query({ where: { team: 'green' }, by: ['team'] })).toEqual([]);
    await prompts.close();
  });

  test('can be forgotten', async () => {
    await using database = await freshDatabase(dialect);
    const { usage, prompts, logger } = await start({ store: database.url });
    for (const team of ['red', 'blue', 'red', 'red']) prompts.peek('it', { context: { team } });
    usage.record('it', { score: 1, tokens: 2 }, { context: { team: 'red' } });
    await usage.flush();
    prompts.peek('other', { context: { team: 'red' } });
    expect(await usage.forget({ team: 'red' })).toEqual({ reads: 4, measures: 2, exposures: 0, values: 0 });
    expect(logger.infos).toEqual([expect.stringMatching(/erased 4 reads and 2 measured values .*'team'/)]);
    expect(await usage.query({ by: ['team'] })).toEqual([{ team: hmac('blue'), reads: 1, measures: {} }]);
    expect(await usage.forget({ team: 'red' })).toMatchObject({ reads: 0 });
    prompts.peek('it', { context: { team: 'red' } });
    expect(await usage.query({ where: { team: 'red' } })).toMatchObject([{ reads: 1 }]);
    await prompts.close();
  });

  test('that one process forgets are not written again by another', async () => {
    await using database = await freshDatabase(dialect);
    let time = Date.UTC(2026, 10, 28);
    const parts = { now: () => time };
    const { usage, prompts } = await start({ store: database.url }, parts);
    const second = await start({ store: database.url }, parts);
    for (const { peek } of [prompts, second.prompts]) {
      peek('it', { context: { team: 'red' } });
      peek('it', { context: { team: 'blue' } });
    }
    await usage.flush();
    time += 1;
    await usage.forget({ team: 'red' });
    time += 1;
    prompts.peek('it', { context: { team: 'red' } });
    await second.usage.flush();
    second.prompts.peek('it', { context: { team: 'red' } });
    const rows = await second.usage.query({ by: ['team'] });
    expect(rows.map(({ team, reads }) => [team, reads])).toEqual(
      [
        [hmac('blue'), 2],
        [hmac('red'), 1],
      ].toSorted(),
    );
    expect(await usage.query({ where: { team: 'red' } })).toMatchObject([{ reads: 2 }]);
    await Promise.all([prompts.close(), second.prompts.close()]);
  });
});

test('reads that are not written yet are forgotten too, while others are being written', async () => {
  const { usage, prompts } = await start();
  const forgetting = usage.forget({ team: 'red' });
  prompts.peek('it', { context: { team: 'red' } });
  await forgetting;
  expect(await usage.query({ where: { team: 'red' } })).toEqual([{ reads: 0, measures: {} }]);
});

test.each<[string, unknown, string | null]>([
  ['a number', 7, hmac('7')],
  ['a bigint', 7n, hmac('7')],
  ['a boolean', false, hmac('false')],
  ['an empty text', '', hmac('')],
  ['null', null, null],
  ['nothing', undefined, null],
])('a value that is %s is accepted', async (_, team, expected) => {
  const { usage, prompts, logger } = await start();
  await prompts.get('it', { context: { team } });
  expect(await usage.query({ by: ['team'] })).toMatchObject([{ team: expected, reads: 1 }]);
  expect(logger.warnings).toEqual([]);
});

test('a value that is an object counts as none, with one warning', async () => {
  const { usage, prompts, logger } = await start();
  const throwing = Object.defineProperty({}, 'team', { get: () => expect.fail('a getter that throws') });
  for (const context of [{ team: {} }, { team: ['red'] }, { team: Symbol('red') }, throwing, 'red' as never]) {
    prompts.peek('it', { context });
  }
  expect(await usage.query({ by: ['team'] })).toEqual([{ team: null, reads: 5, measures: {} }]);
  expect(logger.warnings).toEqual([expect.stringContaining("'team' that is not a text")]);
});

test('only own properties of a context are values', async () => {
  const { usage, prompts } = await start({ dimensions: ['constructor', '__proto__'] });
  await prompts.get('it', { context: {} });
  expect(await usage.query({ by: ['constructor'] })).toEqual([{ constructor: null, reads: 1, measures: {} }]);
  await prompts.get('it', { context: { constructor: 'x' } });
  expect(await usage.query({ where: { constructor: 'x' } as never })).toMatchObject([{ reads: 1 }]);
  expect(await usage.query({ where: JSON.parse('{ "__proto__": "x" }') })).toMatchObject([{ reads: 0 }]);
  expect(await usage.query({ where: {} as never })).toMatchObject([{ reads: 2 }]);
});

test('of 100,000 values in an hour, 10,000 are told apart, with a warning', async () => {
  const { usage, prompts, logger } = await start();
  for (let index = 0; index < 100_000; index += 1) prompts.peek('it', { context: { team: `team ${index}` } });
  const rows = await usage.query({ by: ['team'] });
  expect(rows).toHaveLength(10_001);
  expect(rows.find(({ team }) => team === '(other)')).toMatchObject({ reads: 90_000 });
  expect(await usage.query()).toMatchObject([{ reads: 100_000 }]);
  expect(logger.warnings).toEqual([expect.stringMatching(/'team' has more than 10000 values/)]);
  prompts.peek('it', { context: { team: 'team 1' } });
  expect(await usage.query({ where: { team: 'team 1' } })).toMatchObject([{ reads: 2 }]);
});

test('values of a great length are bounded', async () => {
  const { usage, prompts, logger } = await start();
  for (let index = 0; index < 10; index += 1) prompts.peek('it', { context: { team: `${index}`.repeat(1_000_000) } });
  const rows = await usage.query({ by: ['team'] });
  expect(rows.map(({ reads }) => reads).toSorted()).toEqual([1, 1, 1, 1, 6]);
  expect(logger.warnings).toHaveLength(1);
});

test.each([
  ['a Secret', new Secret(hashKey)],
  ['a function', () => hashKey],
  ['an asynchronous function', async () => hashKey],
])('the key can be %s', async (_, key) => {
  const { usage } = await start({ hashKey: key });
  expect(await usage.hash('red')).toBe(hmac('red'));
  expect(await usage.hash(7)).toBe(hmac('7'));
});

test('nothing is lost while the key is not available', async () => {
  let isAvailable = false;
  const key = async () => {
    if (!isAvailable) throw new Error('no key');
    return hashKey;
  };
  const { usage, prompts } = await start({ hashKey: key });
  await prompts.get('it', { context: { team: 'red' } });
  await expect(usage.flush()).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  isAvailable = true;
  expect(await usage.query({ by: ['team'] })).toMatchObject([{ team: hmac('red'), reads: 1 }]);
});

test('hash requires a key', async () => {
  const { usage } = await start({ dimensions: [], hashKey: undefined as never }).catch(() => ({ usage: undefined }));
  expect(usage).toBeUndefined();
  const plain = createUsage({ store: 'sqlite::memory:' });
  await expect(plain.hash('red')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await plain.close();
});

test.each([undefined, {}, { color: 'red' }, { team: undefined }, { team: {} }, { team: 'a', unit: 'b' }])(
  'forget throws CONFIG_INVALID for %j',
  async (what) => {
    const { usage } = await start();
    await expect(usage.forget(what as never)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  },
);
