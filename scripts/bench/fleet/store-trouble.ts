import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import KeyvRedis from '@keyv/redis';
import { createPrompts, type Prompts } from '@prompts/core';
import { Keyv } from 'keyv';
import { startRedis } from '../../test/servers/redis.ts';
import type { TestServer } from '../../test/servers/test-server.ts';
import { percentile } from '../percentile.ts';
import type { Row, Table } from '../report.ts';
import { median } from '../rounds.ts';
import { withServer } from '../with-server.ts';

type Readable = Pick<Prompts, 'get' | 'peek' | 'status'>;

const rounds = 11;
const samples = 1_000;
const readsPerSample = 20;
const sourceLatencyMs = 20;
const storeTimeoutMs = 250;
const maxRecoverySeconds = 5;

/** Measures reads while the store is down, and how soon the store is used again. */
export function storeTrouble(): Promise<Table> {
  return withServer(
    'Reads while the Redis store is killed or paused with SIGSTOP (TTL 0.2 s)',
    startRedis,
    async (redis) => [...(await measureFault(redis, 'killed')), ...(await measureFault(redis, 'paused'))],
  );
}

async function measureFault(redis: TestServer, fault: 'killed' | 'paused'): Promise<readonly Row[]> {
  const store = new Keyv({ store: new KeyvRedis(redis.url) });
  const [withStore, withoutStore] = await Promise.all([open(store), open()]);
  try {
    await (fault === 'killed' ? redis.kill() : redis.pause());
    const rows = [
      ...(await coldReads(fault, withStore)),
      await hotReads(`Redis ${fault}: awaited get`, withStore, withoutStore, (prompts) => prompts.get('hot')),
      await hotReads(`Redis ${fault}: peek`, withStore, withoutStore, async (prompts) => prompts.peek('hot')),
    ];
    await (fault === 'killed' ? redis.restart() : redis.resume());
    return [...rows, await recovery(fault, withStore)];
  } finally {
    await Promise.all([withStore.close(), withoutStore.close()]);
    await store.disconnect();
  }
}

async function open(store?: Keyv) {
  const names = ['hot', 'cold-1', 'cold-2', 'cold-3', 'cold-4'];
  const prompts = await createPrompts<Record<string, { provider: string; config: object }>>({
    systemPrompts: Object.fromEntries(names.map((name) => [name, { provider: 'slow', config: { name } }])),
    providers: [{ name: 'slow', load }],
    cache: { ttl: 0.2, store },
    preload: false,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await prompts.get('hot');
  return prompts;
}

/** The time of the last load, in milliseconds. */
let lastLoadMs = 0;

async function load() {
  const started = performance.now();
  await sleep(sourceLatencyMs);
  lastLoadMs = performance.now() - started;
  return { content: 'Be brief.' };
}

/** Measures what the store adds to the time of reads of prompts that are not loaded yet. */
async function coldReads(fault: string, prompts: Readable): Promise<readonly Row[]> {
  const extra: number[] = [];
  for (const name of ['cold-1', 'cold-2', 'cold-3', 'cold-4']) {
    const started = performance.now();
    await prompts.get(name);
    extra.push(performance.now() - started - lastLoadMs);
  }
  const [last, max] = [extra.at(-1) as number, Math.max(...extra)];
  const isOpen = prompts.status().store?.state === 'failing' && last <= 10;
  return [
    {
      what: `Redis ${fault}: time added to reads of prompts that are not loaded yet`,
      measured: extra.map((time) => `${time.toFixed(1)} ms`).join(', '),
      // Allows for the inaccuracy of timers.
      target: { text: `≤ ${storeTimeoutMs + 10} ms`, met: max <= storeTimeoutMs + 10 },
    },
    {
      what: `Redis ${fault}: time added to the 4th read`,
      measured: `${last.toFixed(1)} ms, store is ${prompts.status().store?.state}`,
      target: { text: '≤ 10 ms, store is failing', met: isOpen },
    },
  ];
}

/** Takes samples with and without a store in alternation, and lets background work run between them. */
async function hotReads(
  what: string,
  withStore: Readable,
  withoutStore: Readable,
  read: (prompts: Readable) => Promise<unknown>,
): Promise<Row> {
  const p99s: { withStore: number; withoutStore: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const times = { withStore: [] as number[], withoutStore: [] as number[] };
    const take = async (which: 'withStore' | 'withoutStore') =>
      times[which].push(await sample(which === 'withStore' ? withStore : withoutStore, read));
    for (let index = 0; index < samples; index += 1) {
      // The first one is slower, because the processor's caches are cold.
      for (const which of index % 2
        ? (['withoutStore', 'withStore'] as const)
        : (['withStore', 'withoutStore'] as const))
        await take(which);
    }
    p99s.push({ withStore: percentile(99, times.withStore), withoutStore: percentile(99, times.withoutStore) });
  }
  const ratio = median(p99s.map(({ withStore, withoutStore }) => withStore / withoutStore));
  const slow = median(p99s.map(({ withStore }) => withStore));
  return {
    what,
    measured: `p99 ${((slow / readsPerSample) * 1000).toFixed(2)} µs`,
    ratio: `${ratio.toFixed(2)} × without a store`,
    target: { text: '≤ 1.2 × without a store', met: ratio <= 1.2 },
  };
}

async function sample(prompts: Readable, read: (prompts: Readable) => Promise<unknown>): Promise<number> {
  await nextTurn();
  const started = performance.now();
  for (let index = 0; index < readsPerSample; index += 1) await read(prompts);
  return performance.now() - started;
}

async function recovery(fault: string, prompts: Readable): Promise<Row> {
  const restoredAt = performance.now();
  let seconds = 0;
  while (prompts.status().store?.state !== 'ok' && seconds < 4 * maxRecoverySeconds) {
    await prompts.get('hot');
    await sleep(10);
    seconds = (performance.now() - restoredAt) / 1000;
  }
  return {
    what: `Redis ${fault}: time until it is used again after its return`,
    measured: `${seconds.toFixed(2)} s`,
    target: { text: `≤ ${maxRecoverySeconds} s`, met: seconds <= maxRecoverySeconds },
  };
}
