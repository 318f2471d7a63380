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
    const start = (ttl = 0.1) => contenders[name]?.(source, { ttl, folder, redis }) as Promise<Contender>;
    const crowd = name === '@langfuse/client' ? await langfuseWithoutSockets(source) : await start(60);
    await Promise.all(Array.from({ length: readers }, () => crowd.read()));
    const stampede = source.calls;
    await crowd.close();

    const app = await start();
    await app.read();
    source.mood = 'hangs';
    const hanging = await readWhileItHangs(app);
    // What hangs is left behind by a new start, so that it holds up no later question.
    await app.close();
    source.mood = 'up';
    const other = await start();
    await other.read();
    // No load is under way when the outage begins.
    await wait(300);
    source.mood = 'down';
    const before = source.calls;
    for (const ends = performance.now() + outageMilliseconds; performance.now() < ends; await wait(10)) {
      await other.read().catch(() => {});
    }
    const outage = source.calls - before;
    await other.close();

    const restarted = await start();
    const restart = await restarted.read().then(
      (state) => state ?? 'not told',
      () => undefined,
    );
    await restarted.close();
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

function rowsOf(results: ReadonlyMap<string, Result>): readonly Row[] {
  const [ours, ...others] = [...results.values()] as [Result, ...Result[]];
  const names = [...results.keys()].slice(1);
  const row = (what: string, tell: (result: Result) => string, text: string, met: boolean): Row => ({
    what,
    measured: tell(ours),
    ratio: others.map((other, index) => `${names[index]} ${tell(other)}`).join(', '),
    target: { text, met },
  });
  const middle = ({ hanging }: Result) => median(hanging);
  return [
    row(
      `upstream calls, ${readers.toLocaleString('en')} readers of a cold prompt`,
      ({ stampede }) => stampede.toLocaleString('en'),
      'none has fewer',
      others.every(({ stampede }) => ours.stampede <= stampede),
    ),
    row(
      `upstream calls, ${outageMilliseconds / 1000} s of outage`,
      ({ outage }) => `${outage}`,
      // Who asks less often notices later that the outage is over.
      'at most 3: the back-off is 1 s, then 2 s, less up to a half',
      ours.outage <= 3,
    ),
    row(
      'served after a restart, source down; state',
      ({ restart }) => (restart ? `yes, ${restart}` : 'no'),
      'yes, stale',
      ours.restart === 'stale',
    ),
    row(
      'read while the source hangs, TTL over; median, worst',
      ({ hanging }) => `${(median(hanging) * 1000).toFixed(1)} µs, ${Math.max(...hanging).toFixed(2)} ms`,
      // Ours looks, at each read of an old text, whether a load is due; the fastest have none of that.
      'median ≤ 0.01 ms: none waits',
      middle(ours) <= 0.01,
    ),
  ];
}
