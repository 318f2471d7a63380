import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { openInbox, orSkip } from '@prompts/bus-kit/testing';
import { createClientPool, createCluster, createSentinel } from '@redis/client';
import * as redis5 from 'redis-client-5';
import { describe, expect, test, vi } from 'vitest';
import { startRedisCluster } from '../../../scripts/test/servers/redis-cluster.ts';
import { sentinelName, startRedisSentinel } from '../../../scripts/test/servers/redis-sentinel.ts';
import { sharedServer } from '../../../scripts/test/servers/shared-server.ts';
import { redisBus } from './index.ts';

vi.setConfig({ testTimeout: 60_000 });

const channel = () => ({ channel: randomBytes(6).toString('hex') });

/** The options of a cluster client that knows one node. */
function clusterOptions(url: string | undefined) {
  return { rootNodes: [{ url: String(url) }], defaults: { password: new URL(String(url)).password } };
}

function sentinelOptions(url: string) {
  const { hostname: host, port, password } = new URL(url);
  const account = { password };
  return {
    name: sentinelName,
    sentinelRootNodes: [{ host, port: Number(port) }],
    nodeClientOptions: account,
    sentinelClientOptions: account,
  };
}

/** Starts a server that accepts connections, and does not respond, as one that is frozen. */
async function startSilentServer() {
  const server = createServer((socket) => void socket.on('error', () => {}).resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
      // It waits for its connections: none may be left.
      await once(server, 'close');
    },
  };
}

describe('a pool', () => {
  const pools = {
    'this version': (url: string) => createClientPool({ url }),
    'version 5': (url: string) => redis5.createClientPool({ url }),
  };

  test.for(Object.entries(pools))('of %s provides its options, open or not', async ([, create]) => {
    const pool = create(await sharedServer('redis'));
    const options = channel();
    await using inbox = await openInbox(redisBus(pool, options));
    expect(pool.isOpen).toBe(false);
    await pool.connect();
    await redisBus(pool, options).publish('one');
    await inbox.untilReceived(1);
    expect(await pool.ping()).toBe('PONG');
    pool.destroy();
    await redisBus(pool, options).publish('two');
    await inbox.untilReceived(2);
    expect(inbox.messages).toEqual(['one', 'two']);
  });

  test.for(Object.entries(pools))(
    'of %s is opened once, whoever needs it: each call learns why that failed',
    async ([, create]) => {
      const url = new URL(await sharedServer('redis'));
      url.password = 'wrong';
      for (let round = 0; round < 10; round += 1) {
        const bus = redisBus(create(url.href), channel());
        const calls = await Promise.allSettled([bus.subscribe(() => {}), bus.publish('one'), bus.publish('two')]);
        const codes = calls.map((call) => call.status === 'rejected' && (call.reason as { code: unknown }).code);
        expect(codes).toEqual(['AUTH_FAILED', 'AUTH_FAILED', 'AUTH_FAILED']);
      }
    },
  );
});

describe('a cluster client', () => {
  test('keeps receiving messages after the failover of a master, in each version, though a node is frozen', async () => {
    const cluster = await orSkip(startRedisCluster({ hasReplica: true }));
    try {
      const [first, second, third] = cluster.masters;
      await using silent = await startSilentServer();
      const known = clusterOptions(second?.url);
      known.rootNodes.unshift({ url: `redis://127.0.0.1:${silent.port}` });
      const options = channel();
      const clients = [createCluster(known), redis5.createCluster(known)];
      const buses = clients.map((client) => redisBus(client, options));
      const inboxes = await Promise.all(buses.map(openInbox));
      for (const bus of buses) await bus.publish('to all');
      await redisBus(String(third?.url), options).publish('to all');
      for (const inbox of inboxes) await inbox.untilReceived(3);
      await first?.kill();
      for (const inbox of inboxes) await inbox.untilRestored(1);
      for (const bus of buses) await bus.publish('to all');
      for (const inbox of inboxes) {
        await inbox.untilReceived(5);
        expect([inbox.messages.length, inbox.lost, inbox.restored]).toEqual([5, 1, 1]);
        await inbox[Symbol.asyncDispose]();
      }
      expect(clients.some((client) => client.isOpen)).toBe(false);
    } finally {
      await cluster.stop();
    }
  });
});

describe('a sentinel client', () => {
  test('receives messages from the new master after a failover, though a sentinel is frozen', async () => {
    const { master, sentinel, stop } = await orSkip(startRedisSentinel());
    const connected = redis5.createSentinel(sentinelOptions(sentinel.url)).on('error', () => {});
    try {
      const options = channel();
      await using silent = await startSilentServer();
      const known = sentinelOptions(sentinel.url);
      known.sentinelRootNodes.unshift({ host: '127.0.0.1', port: silent.port });
      const client = createSentinel(known);
      const notConnected = redisBus(redis5.createSentinel(sentinelOptions(sentinel.url)), options);
      await expect(notConnected.publish('message')).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('call connect() first'),
      });
      await connected.connect();
      const buses = [client, connected].map((one) => redisBus(one, options));
      const inboxes = await Promise.all(buses.map(openInbox));
      for (const bus of buses) await bus.publish('to all');
      for (const inbox of inboxes) await inbox.untilReceived(2);
      await master.kill();
      for (const inbox of inboxes) await inbox.untilRestored(1);
      for (const bus of buses) await bus.publish('to all');
      for (const inbox of inboxes) {
        await inbox.untilReceived(4);
        expect([inbox.messages.length, inbox.lost, inbox.restored]).toEqual([4, 1, 1]);
        await inbox[Symbol.asyncDispose]();
      }
      expect(client.isOpen).toBe(false);
    } finally {
      await connected.destroy();
      await stop();
    }
  });
});

test('a sentinel client whose master the sentinels do not know is CONFIG_INVALID', async () => {
  const { sentinel, stop } = await orSkip(startRedisSentinel({ hasReplica: false }));
  try {
    const client = createSentinel({ ...sentinelOptions(sentinel.url), name: 'unknown' });
    await expect(redisBus(client).publish('message')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message:
        'Redis has no master with this name, according to its sentinels: check the option name of createSentinel',
    });
  } finally {
    await stop();
  }
});

describe('a value that is not a client', () => {
  const members = { isOpen: false, on() {}, off() {}, connect: async () => {}, destroy() {} };

  test.for([
    ['an empty object', {}],
    ['a client of ioredis', { ...members, destroy: undefined, duplicate() {}, disconnect() {}, quit() {} }],
    ['a client of node-redis 4', { ...members, destroy: undefined, duplicate() {}, unref() {}, disconnect() {} }],
    ['nothing', null],
  ] as const)('(%s) is refused', ([, client]) => {
    expect(() => redisBus(client as never)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message:
          'redisBus needs an address (redis://…) or a client of node-redis 5 or newer, as createClient, createClientPool, createCluster or createSentinel returns it',
      }),
    );
  });
});
