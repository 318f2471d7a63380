import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../../test/servers/postgres.ts';
import { startRedis } from '../../test/servers/redis.ts';
import { delayRow } from '../lag-row.ts';
import type { Row, Table } from '../report.ts';
import { withServer } from '../with-server.ts';
import { CountingSource } from './counting-source.ts';
import { Fleet } from './fleet.ts';
import { type MemberOptions, openMember } from './open-member.ts';

const processes = 8;
const changes = 40;
/** A process follows one announcement of a source per second: sooner, the second of two changes would wait. */
const pauseMs = 1050;
const sourceLatencyMs = 20;
const maxP99Ms = 100;

/** Measures how long a change takes to reach all processes if Redis is the bus and the store. */
export function redisAnnouncements(): Promise<Table> {
  return withServer(titleOf('Redis as bus and store'), startRedis, async ({ url }) => [
    // Only the announcing process requests the source. The others find the text in the store.
    await measure({ store: url, bus: url }, 1),
  ]);
}

/** Measures the same with PostgreSQL as the bus, without a store. */
export function postgresAnnouncements(): Promise<Table> {
  return withServer(titleOf('PostgreSQL as bus, no store'), startPostgres, async ({ url }) => [
    // The announcing process requests the source, and then each of the others does.
    await measure({ bus: url }, 2),
  ]);
}

function titleOf(tiers: string): string {
  return `Delay from a refresh in one process until ${processes} others serve the new text, ${changes} changes (${tiers})`;
}

async function measure(tiers: Pick<MemberOptions, 'bus' | 'store'>, sequentialRequests: number): Promise<Row> {
  await using source = await CountingSource.start(sourceLatencyMs);
  const options = { url: source.url, ttl: 3600, ...tiers };
  await using fleet = new Fleet(options);
  await fleet.start(processes);
  const { prompts, close } = await openMember(options);
  await prompts.get('it');
  const delaysMs: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    await sleep(pauseMs);
    source.text = `text ${crypto.randomUUID()}`;
    const served = fleet.waitUntilServed(source.text);
    const started = performance.timeOrigin + performance.now();
    await prompts.refresh('it');
    delaysMs.push(Math.max(...(await served)) - started - sequentialRequests * sourceLatencyMs);
  }
  await close();
  return delayRow(
    `the last process, without the ${sequentialRequests * sourceLatencyMs} ms that the source takes`,
    delaysMs,
    maxP99Ms,
  );
}
