import { setTimeout as wait } from 'node:timers/promises';
import { startRedis } from '../../test/servers/redis.ts';
import { onServer } from '../on-server.ts';
import type { Row, Table } from '../report.ts';
import { median } from '../rounds.ts';
import { type Contender, contenders, langfuseWithoutSockets } from './contenders.ts';
import { inFolder } from './folder.ts';
import { MoodySource } from './moody-source.ts';

const readers = 10_000;
const outageMilliseconds = 2000;

/** What one library did. */
interface Result {
  readonly stampede: number;
  readonly outage: number;
  readonly restart: string | undefined;
  /** Milliseconds, each. */
  readonly hanging: readonly number[];
}

/** What becomes of readers, and of the source, when things go wrong: beside other libraries. */
export function comparison(): Promise<Table> {
  return onServer('When things go wrong, beside other libraries', startRedis, async ({ url }) => {
    const results = new Map<string, Result>();
    for (const name of Object.keys(contenders)) results.set(name, await measure(name, url));
    return rowsOf(results);
  });
}

function measure(name: string, redis: string): Promise<Result> {
  return inFolder(async (folder) => {
    const source = new MoodySource();
    const start = (ttl: number, folder: string) =>
      contenders[name]?.(source, { ttl, folder, redis }) as Promise<Contender>;
    const crowd =
      name === '@langfuse/client' ? await langfuseWithoutSockets(source) : await start(60, `${folder}/crowd`);
    await Promise.all(Array.from({ length: readers }, () => crowd.read()));
    const stampede = source.calls;
    await crowd.close();

    const app = await start(0.1, folder);
    await app.read();
    // No load is under way when the outage begins.
    await wait(300);
    source.mood = 'down';
    const before = source.calls;
    for (const ends = performance.now() + outageMilliseconds; performance.now() < ends; await wait(10)) {
      await app.read().catch(() => {});
    }
    const outage = source.calls - before;
    await app.close();

    const restarted = await start(0.1, folder);
    const restart = await restarted.read().then(
      (state) => state ?? 'not told',
      () => undefined,
    );
    await restarted.close();

    source.mood = 'up';
    const other = await start(0.1, folder);
    await other.read();
    source.mood = 'hangs';
    const hanging = await readWhileItHangs(other);
    await other.close();
    return { stampede, outage, restart, hanging };
  });
}

/** Reads a text whose TTL is over. @returns milliseconds of each. */
async function readWhileItHangs(app: Contender): Promise<readonly number[]> {
  const times: number[] = [];
  await wait(300);
  for (let index = 0; index < 2000; index += 1) {
    if (index % 20 === 0) await wait(5);
    const started = performance.now();
    await app.read();
    times.push(performance.now() - started);
  }
  return times;
}

/** What libraries are compared by. */
interface Aspect {
  readonly what: string;
  /** What was measured, for people. */
  readonly tell: (result: Result) => string;
  /** The same as a number of which less is better. */
  readonly measure: (result: Result) => number;
  readonly promise: string;
  readonly isKept: (ours: Result) => boolean;
  /** What makes others better, where they may be. */
  readonly why?: string;
}

const aspects: readonly Aspect[] = [
  {
    what: `upstream calls, ${readers.toLocaleString('en')} readers of a cold prompt`,
    tell: ({ stampede }) => stampede.toLocaleString('en'),
    measure: ({ stampede }) => stampede,
    promise: '1',
    isKept: ({ stampede }) => stampede === 1,
  },
  {
    what: `upstream calls, ${outageMilliseconds / 1000} s of outage`,
    tell: ({ outage }) => `${outage}`,
    measure: ({ outage }) => outage,
    promise: '≤ 3',
    isKept: ({ outage }) => outage <= 3,
    why: 'ours waits 0.5 to 1 s, then 1 to 2 s, at random: so a fleet does not come back at one moment',
  },
  {
    what: 'served after a restart, source down; state',
    tell: ({ restart }) => (restart ? `yes, ${restart}` : 'no'),
    measure: ({ restart }) => (restart ? 0 : 1),
    promise: 'yes, stale',
    isKept: ({ restart }) => restart === 'stale',
  },
  {
    what: 'read while the source hangs, TTL over; median, worst',
    tell: ({ hanging }) => `${(median(hanging) * 1000).toFixed(1)} µs, ${Math.max(...hanging).toFixed(2)} ms`,
    measure: ({ hanging }) => median(hanging),
    promise: 'median ≤ 0.01 ms: none waits',
    isKept: ({ hanging }) => median(hanging) <= 0.01,
    why: 'theirs is served for ever; ours looks, at each read, whether it is not too old and whether a load is due',
  },
];

function rowsOf(results: ReadonlyMap<string, Result>): readonly Row[] {
  const [[, ours], ...others] = [...results] as [[string, Result], ...[string, Result][]];
  return aspects.map(({ what, tell, measure, promise, isKept, why }) => {
    const better = others.filter(([, result]) => measure(result) < measure(ours)).map(([name]) => name);
    return {
      what,
      measured: tell(ours),
      ratio: others.map(([name, result]) => `${name} ${tell(result)}`).join(', '),
      target: { text: promise, met: isKept(ours) && (better.length === 0 || why !== undefined) },
      remark: better.length > 0 ? `better: ${better.join(', ')}; ${why}` : undefined,
    };
  });
}
