import { setTimeout as wait } from 'node:timers/promises';
import { startRedis } from '../../test/servers/redis.ts';
import { onServer } from '../on-server.ts';
import type { Row, Table } from '../report.ts';
import { Fleet } from './fleet.ts';
import { CountedSource } from './source.ts';

const processes = 8;
const ttl = 1;
const seconds = 60;
const lease = 2;
const kills = 5;
const sourceMilliseconds = 100;

/** How often a fleet asks its source, and how long it is held up by a process that dies while it asks for all. */
export function oneAsksForAll(): Promise<Table> {
  const title = `${processes} processes that share a Redis and read one prompt, TTL ${ttl} s`;
  return onServer(title, startRedis, async ({ url }) => {
    await using source = await CountedSource.start(sourceMilliseconds);
    await using fleet = new Fleet({ url: source.url, store: url, ttl, lease });
    await fleet.start(processes);
    return [await calls(source), await deaths(source, fleet)];
  });
}

async function calls(source: CountedSource): Promise<Row> {
  const before = source.calls;
  await wait(seconds * 1000);
  const perTtl = ((source.calls - before) * ttl) / seconds;
  return {
    what: `upstream calls of the fleet, ${seconds} s`,
    measured: `${source.calls - before} calls`,
    ratio: `${perTtl.toFixed(2)} a TTL`,
    target: { text: '≤ 1.3 a TTL', met: perTtl <= 1.3 },
  };
}

async function deaths(source: CountedSource, fleet: Fleet): Promise<Row> {
  const delays: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const asks = await source.nextCallUnanswered();
    await wait(500);
    fleet.kill(asks);
    const killed = performance.now();
    await source.nextCall();
    delays.push((performance.now() - killed) / 1000);
  }
  const longest = Math.max(...delays);
  return {
    what: `until another asks, after the one that asks was killed, 0.5 s into its load; ${kills} times, lease ${lease} s`,
    measured: `at most ${longest.toFixed(2)} s`,
    ratio: `${(longest / lease).toFixed(2)} × the lease`,
    target: { text: '≤ 1 × the lease', met: longest <= lease },
  };
}
