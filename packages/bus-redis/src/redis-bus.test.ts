import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { openInbox, orSkip, testBus } from '@prompts/bus-kit/testing';
import { createClient } from '@redis/client';
import { createClient as createClient5 } from 'redis-client-5';
import { describe, expect, test } from 'vitest';
import { testTls } from '../../../scripts/test/bus/tls.ts';
import { freePort } from '../../../scripts/test/servers/free-port.ts';
import { startRedis } from '../../../scripts/test/servers/redis.ts';
import { sharedServer } from '../../../scripts/test/servers/shared-server.ts';
import { connect } from './connect.ts';
import { redisBus } from './index.ts';
import type { OpenNode } from './open-client.ts';
import { toOpenNode } from './to-open-node.ts';

testBus({
  name: 'redisBus',
  create: redisBus,
  start: () => startRedis(),
  url: () => sharedServer('redis'),
  module: new URL('./index.ts', import.meta.url),
  pingReply: 'PONG',
  invalidAddresses: [
    'http://:PASSWORD@127.0.0.1:1',
    'redis://:PASSWORD@:port',
    ':PASSWORD@127.0.0.1',
    'redis://:%zzPASSWORD@127.0.0.1:1',
    'redis://:PASSWORD@127.0.0.1/name',
    'redis://me:12/PASSWORD@127.0.0.1',
    'redis://me:12#PASSWORD@127.0.0.1',
    'redis://me:PASSWORD@127.0.0.1?tls=true',
  ],
});

testTls({
  create: redisBus,
  createTrusting: (url, ca) => redisBus(createClient({ url, socket: { ca } as object })),
  start: (certificate) => startRedis({ certificate }),
  kind: 'redis',
  toSecureUrl: (url) => url.replace(/^redis:/, 'rediss:'),
});

describe('a client of node-redis', () => {
  const clients = {
    'this version': (url: string) => createClient({ url }),
    'this version with RESP 2': (url: string) => createClient({ url, RESP: 2 }),
    'version 5': (url: string) => createClient5({ url }),
    'version 5 with RESP 3': (url: string) => createClient5({ url, RESP: 3 }),
  };
  const open = (client: unknown) => toOpenNode(client) as OpenNode;

  test.for(Object.entries(clients))('of %s provides its options, and is not used itself', async ([, create]) => {
    const client = create(await sharedServer('redis'));
    const bus = redisBus(client, { channel: randomBytes(6).toString('hex') });
    await using inbox = await openInbox(bus);
    await bus.publish('one');
    await inbox.untilReceived(1);
    expect(inbox.messages).toEqual(['one']);
    expect(client.isOpen).toBe(false);
    expect(client.listenerCount('error')).toBe(0);
  });

  test.for(Object.entries(clients))('of %s can ping on a connection that is subscribed', async ([, create]) => {
    const client = create(await sharedServer('redis'));
    const connection = await connect(open(client), randomBytes(6).toString('hex'), new AbortController().signal);
    await connection.listen(() => {});
    await connection.ping();
    connection.end();
    await connection.lost;
  });

  test.for(Object.entries(clients))(
    'of %s leaves no socket open when it is aborted while it connects',
    async ([, create]) => {
      const silentServer = createServer().listen(0, '127.0.0.1');
      await once(silentServer, 'listening');
      const client = create(`redis://127.0.0.1:${(silentServer.address() as AddressInfo).port}`);
      const abort = new AbortController();
      const accepted = once(silentServer, 'connection');
      connect(open(client), 'channel', abort.signal).catch(() => {});
      // The socket exists now, but is not connected before the next turn of the event loop.
      await Promise.resolve();
      abort.abort();
      const [socket] = (await accepted) as [Socket];
      await once(socket.on('error', () => {}).resume(), 'close');
      silentServer.close();
    },
  );

  test('with a socket time-out does not apply it to subscriptions', async () => {
    const socket = { socketTimeout: 50, reconnectStrategy: false } as const;
    const client = createClient({ url: await sharedServer('redis'), socket });
    await using inbox = await openInbox(redisBus(client, { channel: randomBytes(6).toString('hex') }));
    // This one connects later, so it times out later than a subscription would.
    const silent = client.duplicate();
    const timedOut = once(silent, 'terminated');
    silent.on('error', () => {});
    await silent.connect();
    await timedOut;
    expect(inbox.lost).toBe(0);
  });

  test.for(Object.entries(clients))('of %s whose server is down makes the bus unavailable', async ([, create]) => {
    const client = create(`redis://127.0.0.1:${await freePort()}`);
    await expect(redisBus(client).subscribe(() => {})).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

test('a password may contain any character', async () => {
  const password = `${Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join('')}ü漢`;
  const server = await orSkip(startRedis({ password }));
  try {
    await redisBus(server.url).publish('message');
  } finally {
    await server.stop();
  }
});

test('an account without access to the channel is FORBIDDEN, and a missing database CONFIG_INVALID', async () => {
  const url = new URL(await sharedServer('redis'));
  const admin = createClient({ url: url.href });
  const [name, password] = [randomBytes(6).toString('hex'), randomBytes(12).toString('hex')];
  await admin.connect();
  try {
    await admin.aclSetUser(name, ['on', `>${password}`, '+@all', 'resetchannels', '&allowed']);
    Object.assign(url, { username: name, password });
    await using _allowed = await redisBus(url.href, { channel: 'allowed' }).subscribe(() => {});
    const bus = redisBus(url.href, { channel: 'other' });
    await expect(bus.subscribe(() => {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(bus.publish('message')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(redisBus(`${url.href}/999`).publish('message')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  } finally {
    await admin.aclDelUser(name);
    admin.destroy();
  }
});
