import { setTimeout as sleep } from 'node:timers/promises';
import { createPrompts } from '@prompts/core';
import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { LRUCache } from 'lru-cache';
import { langfuseClient, langfusePrompt } from './langfuse-stub.ts';
import type { Row, Table } from './report.ts';
import { text } from './sample.ts';

const readers = 10_000;
const sourceLatencyMs = 50;

/** Measures concurrent reads of a prompt that is not loaded yet. */
export async function coldReaders(): Promise<Table> {
  return {
    title: `${readers.toLocaleString('en')} concurrent reads of a prompt that is not loaded yet: requests to the source, and total time`,
    rows: [await ours(), await lruCache(), await bentocache(), await langfuse()],
  };
}

async function ours(): Promise<Row> {
  const source = createCountingSource();
  const prompts = await createPrompts({
    providers: [{ name: 'memory', load: source.load }],
    systemPrompts: { review: { provider: 'memory', config: {} } },
    preload: false,
  });
  const milliseconds = await readAll(() => prompts.get('review'));
  await prompts.close();
  const row = describe('@prompts/core', source, milliseconds);
  return { ...row, target: { text: '1 request', met: source.calls() === 1 } };
}

async function lruCache(): Promise<Row> {
  const source = createCountingSource();
  const cache = new LRUCache({ max: 10, ttl: 60_000, fetchMethod: source.load });
  return describe('lru-cache fetch', source, await readAll(() => cache.fetch('review')));
}

async function bentocache(): Promise<Row> {
  const source = createCountingSource();
  const cache = new BentoCache({
    default: 'memory',
    stores: { memory: bentostore().useL1Layer(memoryDriver({ maxItems: 10 })) },
  });
  const read = () => cache.getOrSet({ key: 'review', ttl: '1m', timeout: 0, factory: source.load });
  const row = describe('bentocache getOrSet', source, await readAll(read));
  await cache.disconnectAll();
  return row;
}

async function langfuse(): Promise<Row> {
  const source = createCountingSource();
  const client = langfuseClient('http://127.0.0.1:9');
  // Replaces its HTTP client: operating systems don't allow one socket for each reader.
  client.api.prompts.get = (async () => langfusePrompt('review', (await source.load()).content)) as never;
  const milliseconds = await readAll(() => client.prompt.get('review', { type: 'text' }));
  return describe('@langfuse/client prompt.get', source, milliseconds);
}

/** Creates a slow source that counts requests. */
function createCountingSource() {
  let calls = 0;
  return {
    calls: () => calls,
    async load() {
      calls += 1;
      await sleep(sourceLatencyMs);
      return { content: text };
    },
  };
}

async function readAll(read: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await Promise.all(Array.from({ length: readers }, read));
  return performance.now() - started;
}

function describe(what: string, source: { calls(): number }, milliseconds: number): Row {
  const calls = source.calls();
  return {
    what,
    measured: `${calls.toLocaleString('en')} ${calls === 1 ? 'request' : 'requests'}, ${Math.round(milliseconds)} ms`,
    ratio: `${calls.toLocaleString('en')} × one request`,
  };
}
