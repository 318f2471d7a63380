import { type BusOptions, type BusTestServer, testBus } from '@prompts/bus-kit/testing';
import { type PromptBus, PromptError } from '@prompts/core';
import { startRedis } from '../../../scripts/test/servers/redis.ts';
import { startRedisCluster } from '../../../scripts/test/servers/redis-cluster.ts';
import { startRedisSentinel } from '../../../scripts/test/servers/redis-sentinel.ts';
import { clusterBus, poolBus, sentinelBus } from './test-support/client-buses.ts';

testKind(poolBus, () => startRedis());

testKind(clusterBus, async () => {
  const [server] = (await startRedisCluster({ masterCount: 1 })).masters;
  return server as BusTestServer;
});

testKind(sentinelBus, async () => {
  const { master, sentinel, stop } = await startRedisSentinel({ hasReplica: false });
  return {
    url: `${master.url}?sentinel=${new URL(sentinel.url).port}`,
    kill: () => master.kill(),
    restart: () => master.restart(),
    pause: () => master.pause(),
    resume: () => master.resume(),
    stop,
  };
});

/** Runs the conformance suite with a kind of client. */
function testKind(create: (url: string, options?: BusOptions) => PromptBus, start: () => Promise<BusTestServer>): void {
  testBus({
    name: create.name,
    create: (url, options) => nameHost(create(url, options), url),
    start,
    module: new URL('./test-support/client-buses.ts', import.meta.url),
    pingReply: 'PONG',
  });
}

/** Adds the host to errors. The suite expects it there, but a bus with a client doesn't know it. */
function nameHost(bus: PromptBus, url: string): PromptBus {
  const rethrow = (error: PromptError): never => {
    throw new PromptError(error.code, `${error.message} (${new URL(url).host})`);
  };
  return {
    publish: (message) => bus.publish(message).catch(rethrow),
    subscribe: (...args) => bus.subscribe(...args).catch(rethrow),
  };
}
