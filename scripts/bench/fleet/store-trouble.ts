import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import KeyvRedis from '@keyv/redis';
import { createPrompts, type Prompts } from '@prompts/core';
import { Keyv } from 'keyv';
import { startRedis } from '../../test/servers/redis.ts';
import type { TestServer } from '../../test/servers/test-server.ts';
import { onServer } from '../on-server.ts';
import { percentile } from '../percentile.ts';
import type { Row, Table } from '../report.ts';
import { median } from '../rounds.ts';

type Faults = Pick<Prompts, 'get' | 'peek' | 'status'>;

const rounds = 11;
const samples = 1_000;
const readsPerSample = 20;
const sourceMilliseconds = 20;
const storeMilliseconds = 250;
const backInUse = 5;

/** What happens to readers, and to the store's use, while Redis is gone. */
export function storeTrouble(): Promise<Table> {
  return onServer('Redis as the store is killed or frozen (SIGSTOP), TTL 0.2 s', startRedis, async (redis) => [
    ...(await trouble(redis, 'killed')),
    ...(await trouble(redis, 'frozen')),
  ]);
}

async function trouble(redis: TestServer, fault: 'killed' | 'frozen'): Promise<readonly Row[]> {
  const store = new Keyv({ store: new KeyvRedis(redis.url) });
  const [beside, alone] = await Promise.all([open(store), open()]);
  try {
    await (fault === 'killed' ? redis.kill() : redis.pause());
    const rows = [
      ...(await coldReads(fault, beside)),
      await hotReads(`awaited get, Redis ${fault}`, beside, alone, (prompts) => prompts.get('hot')),
      await hotReads(`peek, Redis ${fault}`, beside, alone, async (prompts) => prompts.peek('hot')),
    ];
    await (fault === 'killed' ? redis.restart() : redis.resume());
    return [...rows, await recovery(fault, beside)];
  } finally {
    await Promise.all([beside.close(), alone.close()]);
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

/** What the source itself took, the last time. */
let sourceTook = 0;

async function load() {
  const started = performance.now();
  await wait(sourceMilliseconds);
  sourceTook = performance.now() - started;
  return { content: 'Be brief.' };
}

/** What readers of prompts that nobody has loaded yet pay for the store. */
async function coldReads(fault: string, prompts: Faults): Promise<readonly Row[]> {
  const extra: number[] = [];
  for (const name of ['cold-1', 'cold-2', 'cold-3', 'cold-4']) {
    const started = performance.now();
    await prompts.get(name);
    extra.push(performance.now() - started - sourceTook);
  }
  const [last, longest] = [extra.at(-1) as number, Math.max(...extra)];
  const isOpen = prompts.status().store?.state === 'failing' && last <= 10;
  return [
    {
      what: `cold reads beyond the source's own time, Redis ${fault}`,
      measured: extra.map((time) => `${time.toFixed(1)} ms`).join(', '),
      // A timer is late by a moment, and what it wakes takes one.
      target: { text: `≤ ${storeMilliseconds} ms and 10 ms for timers`, met: longest <= storeMilliseconds + 10 },
    },
    {
      what: `the 4th of them, Redis ${fault}`,
      measured: `${last.toFixed(1)} ms; status().store is ${prompts.status().store?.state}`,
      target: { text: 'failing, and pays nothing', met: isOpen },
    },
  ];
}

/** Takes samples in turns, each in a turn of the event loop of its own, so that background work goes on between them. */
async function hotReads(
  what: string,
  beside: Faults,
  alone: Faults,
  read: (prompts: Faults) => Promise<unknown>,
): Promise<Row> {
  const p99s: { beside: number; alone: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const times = { beside: [] as number[], alone: [] as number[] };
    const take = async (which: 'beside' | 'alone') =>
      times[which].push(await sample(which === 'beside' ? beside : alone, read));
    for (let index = 0; index < samples; index += 1) {
      // Who comes first finds the worse-filled caches of the processor.
      for (const which of index % 2 ? (['alone', 'beside'] as const) : (['beside', 'alone'] as const))
        await take(which);
    }
    p99s.push({ beside: percentile(99, times.beside), alone: percentile(99, times.alone) });
  }
  const ratio = median(p99s.map(({ beside, alone }) => beside / alone));
  const slow = median(p99s.map(({ beside }) => beside));
  return {
    what,
    measured: `p99 ${((slow / readsPerSample) * 1000).toFixed(2)} µs`,
    ratio: `${ratio.toFixed(2)} × without a store`,
    target: { text: '≤ 1.2 × without a store', met: ratio <= 1.2 },
  };
}

async function sample(prompts: Faults, read: (prompts: Faults) => Promise<unknown>): Promise<number> {
  await turn();
  const started = performance.now();
  for (let index = 0; index < readsPerSample; index += 1) await read(prompts);
  return performance.now() - started;
}

async function recovery(fault: string, prompts: Faults): Promise<Row> {
  const recovered = performance.now();
  let seconds = 0;
  while (prompts.status().store?.state !== 'ok' && seconds < 4 * backInUse) {
    await prompts.get('hot');
    await wait(10);
    seconds = (performance.now() - recovered) / 1000;
  }
  return {
    what: `until Redis is used again, after it was ${fault}`,
    measured: `${seconds.toFixed(2)} s`,
    target: { text: `≤ ${backInUse} s`, met: seconds <= backInUse },
  };
}
