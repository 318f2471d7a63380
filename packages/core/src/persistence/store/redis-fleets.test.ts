import KeyvRedis from '@keyv/redis';
import { createCluster, createSentinel } from '@redis/client';
import { Keyv } from 'keyv';
import { describe, expect, it } from 'vitest';
import { orSkip } from '../../../../../scripts/test/servers/or-skip.ts';
import { startRedisCluster } from '../../../../../scripts/test/servers/redis-cluster.ts';
import { sentinelName, startRedisSentinel } from '../../../../../scripts/test/servers/redis-sentinel.ts';
import type { TestServer } from '../../../../../scripts/test/servers/test-server.ts';
import { createPrompts } from '../../node/index.ts';
import { ScriptedProvider } from '../../test-support/scripted-provider.ts';

interface Fleet extends AsyncDisposable {
  /** The server that holds some or all keys. */
  readonly master: TestServer;
  connect(): Promise<KeyvRedis<string>>;
}

const fleets: Readonly<Record<string, () => Promise<Fleet>>> = {
  async 'a Redis cluster'() {
    const { masters, stop } = await orSkip(startRedisCluster({ hasReplica: true }));
    const [master, other] = masters as [TestServer, TestServer];
    const { password } = new URL(master.url);
    const connect = () =>
      open(
        createCluster({
          rootNodes: [{ url: other.url }],
          defaults: { password },
          // Milliseconds. By default, it looks for another master after 5 s.
          topologyRefreshOnReconnectionAttemptStrategy: 1,
        }),
      );
    return { master, connect, [Symbol.asyncDispose]: stop };
  },
  async 'Redis behind a sentinel'() {
    const { master, sentinel, stop } = await orSkip(startRedisSentinel());
    const { hostname: host, port, password } = new URL(sentinel.url);
    const connect = () =>
      open(
        createSentinel({
          name: sentinelName,
          sentinelRootNodes: [{ host, port: Number(port) }],
          nodeClientOptions: { password },
          sentinelClientOptions: { password },
        }),
      );
    return { master, connect, [Symbol.asyncDispose]: stop };
  },
};

/** KeyvRedis brings node-redis 5, whose clients miss a failover. It reads from a cluster before that is connected. */
async function open(client: ReturnType<typeof createCluster | typeof createSentinel>): Promise<KeyvRedis<string>> {
  client.on('error', () => {});
  await client.connect();
  return new KeyvRedis<string>(client as never);
}

/** Longer than a store takes to respond on a busy machine. */
const patientSeconds = 50;

/** Enough to have keys on every node. */
const names = Array.from({ length: 30 }, (_, index) => `it-${index}`);

async function start(fleet: Fleet, provider: ScriptedProvider, storeTimeout: number) {
  const adapter = await fleet.connect();
  const prompts = await createPrompts({
    systemPrompts: Object.fromEntries(names.map((id) => [id, { provider: 'scripted', config: { id } }])),
    providers: [provider],
    cache: { store: new Keyv({ store: adapter }), storeTimeout },
    preload: false,
  });
  return {
    prompts,
    readAll: () => Promise.all(names.map(async (name) => (await prompts.get(name as string)).content)),
    async [Symbol.asyncDispose]() {
      await prompts.close();
      await adapter.disconnect(true).catch(() => {});
    },
  };
}

describe.each(Object.entries(fleets))('%s', (_, startFleet) => {
  it('keeps what processes share, and a failover fails no read', async () => {
    await using fleet = await startFleet();
    const provider = new ScriptedProvider('one');
    const all = names.map(() => 'one');
    {
      await using first = await start(fleet, provider, patientSeconds);
      await first.prompts.refresh();
      const { calls } = provider;
      await using second = await start(fleet, provider, patientSeconds);
      expect(await second.readAll()).toEqual(all);
      expect(provider.calls).toBe(calls);
      expect(second.prompts.status().store).toEqual({ state: 'ok' });
    }
    await using process = await start(fleet, provider, 0.25);
    await fleet.master.kill();
    expect(await process.readAll()).toEqual(all);
    const refreshAndCheck = () => process.prompts.refresh().then(() => process.prompts.status().store?.state);
    await expect.poll(refreshAndCheck, { interval: 100 }).toBe('ok');
    expect(await process.readAll()).toEqual(all);
  }, 90_000);
});
