import { fakeClock } from '@prompts/core/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import { createUsage } from './create-usage.ts';
import type { Usage, UsageQuery } from './usage.ts';

const day = Date.UTC(2026, 10, 28);
const hourMs = 3_600_000;

describe.each(dialects)('a query on %s', (dialect) => {
  async function start() {
    const database = await freshDatabase(dialect);
    let time = day;
    const usage = createUsage({ store: database.url }, { clock: fakeClock(), now: () => time });
    const places = [
      [0, 'a', '1'],
      [1, 'a', '1'],
      [1, 'a', '2'],
      [23, 'b', '1'],
      [24, 'b', '1'],
      [24, 'B', '1'],
    ] as const;
    for (const [hour, prompt, version] of places) {
      time = day + hour * hourMs + 1000;
      usage.record(prompt, { x: hour }, { version });
    }
    await usage.flush();
    return { usage, end: () => usage.close().then(() => database.drop()) };
  }

  test('groups, filters and sorts', async () => {
    const { usage, end } = await start();
    const sums = async (query: UsageQuery) =>
      (await usage.query(query)).map(({ reads: _, measures, ...row }) => [
        ...Object.values(row),
        measures.x?.count,
        measures.x?.sum,
      ]);
    expect(await sums({})).toEqual([[6, 73]]);
    expect(await sums({ by: ['prompt'] })).toEqual([
      ['B', 1, 24],
      ['a', 3, 2],
      ['b', 2, 47],
    ]);
    expect(await sums({ by: ['version', 'prompt'] })).toEqual([
      ['1', 'B', 1, 24],
      ['1', 'a', 2, 1],
      ['1', 'b', 2, 47],
      ['2', 'a', 1, 1],
    ]);
    expect(await sums({ by: ['day'] })).toEqual([
      ['2026-11-28', 4, 25],
      ['2026-11-29', 2, 48],
    ]);
    expect(await sums({ by: ['hour'], prompt: 'a' })).toEqual([
      ['2026-11-28T00:00:00.000Z', 1, 0],
      ['2026-11-28T01:00:00.000Z', 2, 2],
    ]);
    expect(await sums({ prompt: ['a', 'B'], by: ['state', 'state'] })).toEqual([['fresh', 4, 26]]);
    expect(await sums({ prompt: [], by: ['prompt'] })).toEqual([]);
    expect(await sums({ prompt: "a' or 1=1 -- ?", by: ['prompt'] })).toEqual([]);
    await end();
  });

  test('takes times as Date, ISO 8601 or epoch ms, and widens them to whole hours', async () => {
    const { usage, end } = await start();
    const count = async (query: UsageQuery) => (await usage.query(query))[0]?.measures.x?.count ?? 0;
    expect(await count({ from: '2026-11-29' })).toBe(2);
    expect(await count({ to: '2026-11-29' })).toBe(4);
    expect(await count({ from: new Date(day + 1.5 * hourMs) })).toBe(5);
    expect(await count({ from: day + 2 * hourMs, to: day + 23.1 * hourMs })).toBe(1);
    expect(await count({ from: day, to: day + 0.5 * hourMs })).toBe(1);
    expect(await count({ from: day + hourMs, to: day + hourMs })).toBe(0);
    expect(await count({ from: '2026-11-28T23:59' })).toBe(3);
    expect(await count({ from: '2026-11-29T00:59:00+01:00' })).toBe(3);
    expect(await count({ from: '2026-11-28T23:59:59.999Z', to: '2026-11-29T00:00:00Z' })).toBe(1);
    await end();
  });
});

describe('a query throws CONFIG_INVALID', () => {
  let usage: Usage | undefined;
  afterEach(() => usage?.close());

  test.each<[string, unknown, string[]]>([
    ['everything at once', { prompt: 7, from: 'x', to: {}, by: 'day', colour: 1 }, ['prompt', 'from', 'to', 'by', '']],
    ['unknown keys of by', { by: ['prompt', 'team', 'reads', 'constructor'] }, ['by.1', 'by.2', 'by.3']],
    ['times that do not exist', { from: '2026-02-30', to: new Date(Number.NaN) }, ['from', 'to']],
    ['times that are not ISO 8601', { from: 'yesterday', to: '28 Nov 2026' }, ['from', 'to']],
    ['numbers out of range', { from: Infinity, to: 1e17 }, ['from', 'to']],
    ['from after to', { from: '2026-11-29', to: '2026-11-28' }, ['to']],
    ['an unknown dimension', { where: { team: 'red' } }, ['where']],
    ['no object', 'prompt', ['']],
    ['null', null, ['']],
  ])('for %s', async (_, query, paths) => {
    usage = createUsage({ store: 'sqlite::memory:' });
    const error = await usage.query(query as never).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('the query of analytics') });
    const { issues } = error as { issues: { path: string }[] };
    expect(issues.map(({ path }) => path).toSorted()).toEqual(paths.toSorted());
  });
});
