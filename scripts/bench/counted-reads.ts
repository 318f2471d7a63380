import { createPrompts, type HookApp } from '@prompts/core';
import { atMost, nanoseconds, type Row, type Table } from './report.ts';
import { measureInTurns } from './rounds.ts';
import { nameAt, names, text } from './sample.ts';

/** Stores results: V8 removes operations whose results are unused. */
const sink: { last?: unknown } = {};

/** Measures reads of a fresh prompt while core counts all reads for a hook, such as an add-on that reports usage. */
export async function countedReads(): Promise<Table> {
  let app: HookApp | undefined;
  const prompts = await createPrompts<Record<string, { provider: string; config: object }>>({
    providers: [{ name: 'memory', load: async () => ({ content: text }) }],
    systemPrompts: Object.fromEntries(names.map((name) => [name, { provider: 'memory', config: { name } }])),
    cache: { ttl: 3600 },
    hooks: [
      {
        name: 'usage',
        started(started) {
          app = started;
        },
      },
    ],
  });
  await Promise.all(names.map((name) => prompts.get(name)));
  app?.takeReads();
  const map = new Map(names.map((name) => [name, { content: text }]));

  const times = await measureInTurns({
    'Map.get': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = map.get(nameAt(index));
    },
    peek: (times) => {
      for (let index = 0; index < times; index += 1) sink.last = prompts.peek(nameAt(index));
    },
    'awaited Map.get': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await map.get(nameAt(index));
    },
    'awaited get': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await prompts.get(nameAt(index));
    },
  });
  const reads = app?.takeReads().reduce((sum, { reads }) => sum + reads, 0) ?? 0;
  await prompts.close();
  if (reads === 0) throw new Error('no reads were counted');

  const of = (name: string) => times.get(name) as number;
  const row = (what: string, base: string, target?: Row['target']): Row => ({
    what,
    measured: nanoseconds(of(what)),
    ratio: `${(of(what) / of(base)).toFixed(2)} × ${base}`,
    ...(target && { target }),
  });
  return {
    title: 'Read of a fresh prompt in memory while a hook has reads counted, time per read',
    rows: [
      row('Map.get', 'Map.get'),
      row('peek', 'Map.get', atMost(2, of('peek'), of('Map.get'), 'Map.get')),
      row('awaited Map.get', 'awaited Map.get'),
      row('awaited get', 'awaited Map.get', atMost(1.3, of('awaited get'), of('awaited Map.get'), 'awaited Map.get')),
    ],
  };
}
