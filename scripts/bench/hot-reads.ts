import { createPrompts } from '@prompts/core';
import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { LRUCache } from 'lru-cache';
import { startLangfuse } from './langfuse-stub.ts';
import { atMost, fasterBy, nanoseconds, type Table } from './report.ts';
import { measureInTurns } from './rounds.ts';
import { nameAt, names, text } from './sample.ts';

/** Stores results: V8 removes operations whose results are unused. */
const sink: { last?: unknown } = {};

/** Measures reads of a prompt that is in memory and fresh. */
export async function hotReads(): Promise<Table> {
  const prompts = await createPrompts<Record<string, { provider: string; config: object }>>({
    providers: [{ name: 'memory', load: async () => ({ content: text }) }],
    systemPrompts: Object.fromEntries(names.map((name) => [name, { provider: 'memory', config: { name } }])),
    cache: { ttl: 3600 },
  });
  const langfuse = await startLangfuse(async () => text);
  const map = new Map(names.map((name) => [name, { content: text }]));
  const lru = new LRUCache<string, { content: string }>({
    max: 1_000,
    ttl: 3_600_000,
    fetchMethod: async () => ({ content: text }),
  });
  const bento = new BentoCache({
    default: 'memory',
    stores: { memory: bentostore().useL1Layer(memoryDriver({ maxItems: 1_000, serialize: false })) },
  });
  const readLangfuse = (name: string) => langfuse.client.prompt.get(name, { type: 'text', cacheTtlSeconds: 3600 });
  const readBento = (key: string) => bento.getOrSet({ key, ttl: '1h', factory: async () => ({ content: text }) });
  for (const name of names) {
    await Promise.all([prompts.get(name), lru.fetch(name), readLangfuse(name), readBento(name)]);
  }

  const times = await measureInTurns({
    'Map.get': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = map.get(nameAt(index));
    },
    'peek (@prompts/core)': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = prompts.peek(nameAt(index));
    },
    'lru-cache get, with TTL': (times) => {
      for (let index = 0; index < times; index += 1) sink.last = lru.get(nameAt(index));
    },
    'awaited Map.get': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await map.get(nameAt(index));
    },
    'awaited get (@prompts/core)': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await prompts.get(nameAt(index));
    },
    'lru-cache fetch': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await lru.fetch(nameAt(index));
    },
    '@langfuse/client prompt.get': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await readLangfuse(nameAt(index));
    },
    'bentocache getOrSet': async (times) => {
      for (let index = 0; index < times; index += 1) sink.last = await readBento(nameAt(index));
    },
  });
  await prompts.close();
  langfuse.close();
  await bento.disconnectAll();

  const of = (name: string) => times.get(name) as number;
  const targets = new Map([
    ['peek (@prompts/core)', atMost(2, of('peek (@prompts/core)'), of('Map.get'), 'Map.get')],
    [
      'awaited get (@prompts/core)',
      atMost(1.3, of('awaited get (@prompts/core)'), of('awaited Map.get'), 'awaited Map.get'),
    ],
    ['@langfuse/client prompt.get', fasterBy(3, of('awaited get (@prompts/core)'), of('@langfuse/client prompt.get'))],
  ]);
  return {
    title: 'Read of a fresh prompt in memory (4 KB, 64 prompts), time per read',
    rows: [...times].map(([what, time]) => {
      const base = what.includes('await') ? 'awaited Map.get' : 'Map.get';
      const target = targets.get(what);
      return {
        what,
        measured: nanoseconds(time),
        ratio: `${(time / of(base)).toFixed(2)} × ${base}`,
        ...(target && { target }),
      };
    }),
  };
}
