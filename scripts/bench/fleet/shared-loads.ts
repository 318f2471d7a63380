import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis } from '../../test/servers/redis.ts';
import type { Row, Table } from '../report.ts';
import { withServer } from '../with-server.ts';
import { CountingSource } from './counting-source.ts';
import { Fleet } from './fleet.ts';

const processes = 8;
const ttlSeconds = 1;
const durationSeconds = 60;
const leaseSeconds = 2;
const kills = 5;
const sourceLatencyMs = 100;

/** Measures how often a fleet requests its source, and the delay after a process was killed while loading. */
export function sharedLoads(): Promise<Table> {
  const title = `${processes} processes that share a Redis store and read one prompt (TTL ${ttlSeconds} s)`;
  return withServer(title, startRedis, async ({ url }) => {
    await using source = await CountingSource.start(sourceLatencyMs);
    await using fleet = new Fleet({ url: source.url, store: url, ttl: ttlSeconds, lease: leaseSeconds });
    await fleet.start(processes);
    return [await measureRequests(source), await measureTakeovers(source, fleet)];
  });
}

async function measureRequests(source: CountingSource): Promise<Row> {
  const before = source.calls;
  await sleep(durationSeconds * 1000);
  const perTtl = ((source.calls - before) * ttlSeconds) / durationSeconds;
  return {
    what: `requests of all processes to the source in ${durationSeconds} s`,
    measured: `${source.calls - before} requests`,
    ratio: `${perTtl.toFixed(2)} per TTL`,
    target: { text: '≤ 1.3 per TTL', met: perTtl <= 1.3 },
  };
}

async function measureTakeovers(source: CountingSource, fleet: Fleet): Promise<Row> {
  const delays: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const loadingProcess = await source.nextCallUnanswered();
    await sleep(500);
    fleet.kill(loadingProcess);
    const killedAt = performance.now();
    await source.nextCall();
    delays.push((performance.now() - killedAt) / 1000);
  }
  const longestSeconds = Math.max(...delays);
  return {
    what: `delay until another process loads, after the loading one was killed (${kills} times, lease ${leaseSeconds} s)`,
    measured: `≤ ${longestSeconds.toFixed(2)} s`,
    ratio: `${(longestSeconds / leaseSeconds).toFixed(2)} × the lease`,
    target: { text: '≤ 1 × the lease', met: longestSeconds <= leaseSeconds },
  };
}
