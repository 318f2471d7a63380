import { startPostgres } from '../../test/servers/postgres.ts';
import { startRedis } from '../../test/servers/redis.ts';
import { lagRow } from '../lag-row.ts';
import { onServer } from '../on-server.ts';
import type { Row, Table } from '../report.ts';
import { Fleet } from './fleet.ts';
import { type MemberOptions, openMember } from './open.ts';
import { CountedSource } from './source.ts';

const processes = 8;
const changes = 100;
const sourceMilliseconds = 20;
const limit = 100;

/** How long a change takes to all processes of a fleet, where Redis is bus and store. */
export function redisAnnouncements(): Promise<Table> {
  return onServer(titleOf('Redis as bus and store'), startRedis, async ({ url }) => [
    // Who announced it asked the source; the others find its answer in the store.
    await measure({ store: url, bus: url }, 1),
  ]);
}

/** The same over PostgreSQL's notifications, without a store. */
export function postgresAnnouncements(): Promise<Table> {
  return onServer(titleOf('PostgreSQL as bus, no store'), startPostgres, async ({ url }) => [
    // First the one that announces it asks the source, then each of the others.
    await measure({ bus: url }, 2),
  ]);
}

function titleOf(tiers: string): string {
  return `From a change seen by one process to ${processes} others that serve it, ${changes} times; ${tiers}`;
}

async function measure(tiers: Pick<MemberOptions, 'bus' | 'store'>, callsInARow: number): Promise<Row> {
  await using source = await CountedSource.start(sourceMilliseconds);
  const options = { url: source.url, ttl: 3600, ...tiers };
  await using fleet = new Fleet(options);
  await fleet.start(processes);
  const { prompts, close } = await openMember(options);
  await prompts.get('it');
  const lags: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    source.text = `text ${crypto.randomUUID()}`;
    const served = fleet.serve(source.text);
    const started = performance.timeOrigin + performance.now();
    await prompts.refresh('it');
    lags.push(Math.max(...(await served)) - started - callsInARow * sourceMilliseconds);
  }
  await close();
  return lagRow(`until the last of them, beyond the ${callsInARow * sourceMilliseconds} ms of the source`, lags, limit);
}
