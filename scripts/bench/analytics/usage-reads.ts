import { analytics } from '@prompts/analytics';
import { createPrompts, type PromptHook } from '@prompts/core';
import { atMost, nanoseconds, type Row, type Table } from '../report.ts';
import { measureInTurns } from '../rounds.ts';
import { nameAt, names, text } from '../sample.ts';

/** Stores results: V8 removes operations whose results are unused. */
const sink: { last?: unknown } = {};

const context = { team: 'red' };

/** Measures reads of a fresh prompt with the hook of @prompts/analytics, without it, and with a dimension. */
export async function usageReads(): Promise<Table> {
  const usage = analytics({ store: 'sqlite::memory:' });
  const byTeam = analytics({ store: 'sqlite::memory:', dimensions: ['team'], hashKey: 'benchmark' });
  const [plain, counted, dimensioned] = await Promise.all([start(), start(usage), start(byTeam)]);
  const map = new Map(names.map((name) => [name, { content: text }]));

  const times = await measureInTurns({
    'Map.get': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = map.get(nameAt(index));
    },
    'peek with analytics': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = counted.peek(nameAt(index));
    },
    'awaited get without analytics': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await plain.get(nameAt(index));
    },
    'awaited get with analytics': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await counted.get(nameAt(index));
    },
    'peek with a dimension': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = dimensioned.peek(nameAt(index), { context });
    },
  });
  const [row] = await usage.query();
  await Promise.all([plain, counted, dimensioned].map((prompts) => prompts.close()));
  if (!row || row.reads === 0) throw new Error('no reads were counted');

  const of = (name: string) => times.get(name) as number;
  const rowOf = (what: string, base: string, target?: Row['target']): Row => ({
    what,
    measured: nanoseconds(of(what)),
    ratio: `${(of(what) / of(base)).toFixed(2)} × ${base}`,
    ...(target && { target }),
  });
  const within = (limit: number, what: string, base: string) => atMost(limit, of(what), of(base), base);
  return {
    title: 'Read of a fresh prompt in memory with @prompts/analytics, time per read',
    rows: [
      rowOf('Map.get', 'Map.get'),
      rowOf('peek with analytics', 'Map.get', within(2, 'peek with analytics', 'Map.get')),
      rowOf('awaited get without analytics', 'awaited get without analytics'),
      rowOf(
        'awaited get with analytics',
        'awaited get without analytics',
        within(1.3, 'awaited get with analytics', 'awaited get without analytics'),
      ),
      { ...rowOf('peek with a dimension', 'Map.get'), remark: 'each read is counted by its context' },
    ],
  };
}

async function start(hook?: PromptHook) {
  const prompts = await createPrompts<Record<string, { provider: string; config: object }>>({
    providers: [{ name: 'memory', load: async () => ({ content: text }) }],
    systemPrompts: Object.fromEntries(names.map((name) => [name, { provider: 'memory', config: { name } }])),
    cache: { ttl: 3600 },
    hooks: hook ? [hook] : [],
  });
  await Promise.all(names.map((name) => prompts.get(name)));
  return prompts;
}
