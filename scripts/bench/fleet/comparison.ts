import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis } from '../../test/servers/redis.ts';
import type { Row, Table } from '../report.ts';
import { median } from '../rounds.ts';
import { withServer } from '../with-server.ts';
import { type Contender, contenders, createLangfuseWithoutHttp } from './contenders.ts';
import { UnreliableSource } from './unreliable-source.ts';
import { withFolder } from './with-folder.ts';

const readers = 10_000;
const outageMs = 2000;

/** The results of one library. */
interface Result {
  /** Requests to the source for concurrent reads of a prompt that is not loaded yet. */
  readonly stampede: number;
  /** Requests to the source during an outage. */
  readonly outage: number;
  /** The state of the text that is served after a restart; undefined if none is served. */
  readonly restart: string | undefined;
  /** The times of reads while the source hangs, in milliseconds. */
  readonly hanging: readonly number[];
}

/** Compares the behavior during outages with other libraries. */
export function comparison(): Promise<Table> {
  return withServer('Behavior during outages, compared with other libraries', startRedis, async ({ url }) => {
    const results = new Map<string, Result>();
    for (const name of Object.keys(contenders)) results.set(name, await measure(name, url));
    return rowsOf(results);
  });
}

function measure(name: string, redis: string): Promise<Result> {
  return withFolder(async (folder) => {
    const source = new UnreliableSource();
    const start = (ttl: number, folder: string) =>
      contenders[name]?.(source, { ttl, folder, redis }) as Promise<Contender>;
    const cache =
      name === '@langfuse/client' ? await createLangfuseWithoutHttp(source) : await start(60, `${folder}/stampede`);
    await Promise.all(Array.from({ length: readers }, () => cache.read()));
    const stampede = source.calls;
    await cache.close();

    const app = await start(0.1, folder);
    await app.read();
    // Lets loads in progress end before the outage.
    await sleep(300);
    source.state = 'down';
    const before = source.calls;
    for (const ends = performance.now() + outageMs; performance.now() < ends; await sleep(10)) {
      await app.read().catch(() => {});
    }
    const outage = source.calls - before;
    await app.close();

    const restarted = await start(0.1, folder);
    const restart = await restarted.read().then(
      (state) => state ?? 'state unknown',
      () => undefined,
    );
    await restarted.close();

    source.state = 'up';
    const other = await start(0.1, folder);
    await other.read();
    source.state = 'hangs';
    const hanging = await readWhileItHangs(other);
    await other.close();
    return { stampede, outage, restart, hanging };
  });
}

/** Reads a stale text repeatedly while the source hangs. @returns The times in milliseconds. */
async function readWhileItHangs(app: Contender): Promise<readonly number[]> {
  const times: number[] = [];
  await sleep(300);
  for (let index = 0; index < 2000; index += 1) {
    if (index % 20 === 0) await sleep(5);
    const started = performance.now();
    await app.read();
    times.push(performance.now() - started);
  }
  return times;
}

/** A property that libraries are compared by. */
interface Aspect {
  readonly what: string;
  /** Formats the result. */
  readonly format: (result: Result) => string;
  /** Returns the result as a number. Lower is better. */
  readonly score: (result: Result) => number;
  readonly target: string;
  readonly isMet: (ours: Result) => boolean;
  /** Why another library may be better. */
  readonly reason?: string;
}

const aspects: readonly Aspect[] = [
  {
    what: `requests to the source, ${readers.toLocaleString('en')} concurrent reads of a prompt that is not loaded yet`,
    format: ({ stampede }) => stampede.toLocaleString('en'),
    score: ({ stampede }) => stampede,
    target: '1',
    isMet: ({ stampede }) => stampede === 1,
  },
  {
    what: `requests to the source during an outage of ${outageMs / 1000} s`,
    format: ({ outage }) => `${outage}`,
    score: ({ outage }) => outage,
    target: '≤ 3',
    isMet: ({ outage }) => outage <= 3,
    reason: '@prompts waits 0.5 to 1 s, then 1 to 2 s, at random, so that not all processes retry at the same time',
  },
  {
    what: 'text served after a restart while the source is down, and its state',
    format: ({ restart }) => (restart ? `yes, ${restart}` : 'no'),
    score: ({ restart }) => (restart ? 0 : 1),
    target: 'yes, stale',
    isMet: ({ restart }) => restart === 'stale',
  },
  {
    what: 'time of a read of a stale text while the source hangs (median, max)',
    format: ({ hanging }) => `${(median(hanging) * 1000).toFixed(1)} µs, ${Math.max(...hanging).toFixed(2)} ms`,
    score: ({ hanging }) => median(hanging),
    target: 'median ≤ 10 µs',
    isMet: ({ hanging }) => median(hanging) <= 0.01,
    reason: 'At each read, @prompts also checks whether the text is too old and whether to reload it',
  },
];

function rowsOf(results: ReadonlyMap<string, Result>): readonly Row[] {
  const [[, ours], ...others] = [...results] as [[string, Result], ...[string, Result][]];
  return aspects.map(({ what, format, score, target, isMet, reason }) => {
    const better = others.filter(([, result]) => score(result) < score(ours)).map(([name]) => name);
    return {
      what,
      measured: format(ours),
      ratio: others.map(([name, result]) => `${name} ${format(result)}`).join(', '),
      target: { text: target, met: isMet(ours) && (better.length === 0 || reason !== undefined) },
      remark: better.length > 0 ? `better: ${better.join(', ')}. ${reason}` : undefined,
    };
  });
}
