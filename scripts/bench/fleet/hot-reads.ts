import { join } from 'node:path';
import KeyvRedis from '@keyv/redis';
import { redisBus } from '@prompts/bus-redis';
import { createPrompts, type Prompts, type TierOptions } from '@prompts/core';
import { Keyv } from 'keyv';
import { startRedis } from '../../test/servers/redis.ts';
import { atMost, nanoseconds, type Row, type Table } from '../report.ts';
import { measureInTurns } from '../rounds.ts';
import { nameAt, names, text } from '../sample.ts';
import { withServer } from '../with-server.ts';
import { withFolder } from './with-folder.ts';

/** Stores results: V8 removes operations whose results are unused. */
const sink: { last?: unknown } = {};

/** Measures reads of a fresh prompt with snapshot, store and bus. */
export function hotReadsOfFleet(): Promise<Table> {
  return withServer(
    'Read of a fresh prompt in memory with snapshot, store and bus, time per read',
    startRedis,
    ({ url }) => withFolder((folder) => measure(url, join(folder, 'snapshot'))),
  );
}

async function measure(url: string, snapshot: string): Promise<readonly Row[]> {
  const store = new Keyv({ store: new KeyvRedis(url) });
  const prompts = await open({ snapshot, store, bus: redisBus(url) });
  const inMemory = await open({});
  const map = new Map(names.map((name) => [name, { content: text }]));
  const times = await measureInTurns({
    'Map.get': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = map.get(nameAt(index));
    },
    peek: (times) => {
      for (let index = 0; index < times; index += 1) sink.last = prompts.peek(nameAt(index));
    },
    'peek, memory only': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = inMemory.peek(nameAt(index));
    },
    'awaited Map.get': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await map.get(nameAt(index));
    },
    'awaited get': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await prompts.get(nameAt(index));
    },
    'awaited get, memory only': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await inMemory.get(nameAt(index));
    },
  });
  await Promise.all([prompts.close(), inMemory.close()]);
  await store.disconnect();
  const rowOf = (what: string, base: string): Row => {
    const [time, least] = [times.get(what) as number, times.get(base) as number];
    return { what, measured: nanoseconds(time), ratio: `${(time / least).toFixed(2)} × ${base}` };
  };
  const within = (limit: number, what: string, base: string): Row => {
    const target = atMost(limit, times.get(what) as number, times.get(base) as number, base);
    return { ...rowOf(what, base), ...(target && { target }) };
  };
  return [
    within(2, 'peek', 'Map.get'),
    rowOf('peek, memory only', 'Map.get'),
    within(1.3, 'awaited get', 'awaited Map.get'),
    rowOf('awaited get, memory only', 'awaited Map.get'),
  ];
}

async function open(tiers: Pick<TierOptions, 'bus' | 'snapshot' | 'store'>): Promise<Prompts> {
  const prompts = await createPrompts<Record<string, { provider: string; config: object }>>({
    providers: [{ name: 'memory', load: async () => ({ content: text }) }],
    systemPrompts: Object.fromEntries(names.map((name) => [name, { provider: 'memory', config: { name } }])),
    cache: { ttl: 3600, ...tiers },
  });
  await prompts.refresh();
  return prompts;
}
