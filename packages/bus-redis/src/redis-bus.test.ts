import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createClient } from '@redis/client';
import { createClient as createClient5 } from 'redis-client-5';
import { describe, expect, test } from 'vitest';
import { testBus } from '../../../scripts/test/bus/bus-behaviours.ts';
import { openInbox } from '../../../scripts/test/bus/inbox.ts';
import { testTls } from '../../../scripts/test/bus/tls.ts';
import { freePort } from '../../../scripts/test/servers/free-port.ts';
import { startRedis } from '../../../scripts/test/servers/redis.ts';
import { sharedServer } from '../../../scripts/test/servers/shared-server.ts';
import { connect } from './connect.ts';
import { redisBus } from './index.ts';

testBus({
  make: redisBus,
  module: new URL('./index.ts', import.meta.url),
  kind: 'redis',
  pong: 'PONG',
  start: () => startRedis(),
  wrongAddresses: [
    'http://:PASSWORD@127.0.0.1:1',
    'redis://:PASSWORD@:port',
    ':PASSWORD@127.0.0.1',
    'redis://:%zzPASSWORD@127.0.0.1:1',
    'redis://:PASSWORD@127.0.0.1/name',
  ],
  wrongChannels: [],
});

testTls({
  make: redisBus,
  trust: (url, ca) => redisBus(createClient({ url, socket: { ca } as object })),
  start: startRedis,
  kind: 'redis',
  scheme: 'rediss:',
});

describe('a ready client', () => {
  const clients = {
    'this version': (url: string) => createClient({ url }),
    'version 5': (url: string) => createClient5({ url }),
  };

  test.for(Object.entries(clients))('of %s lends its options, and is left as it is', async ([, create]) => {
    const client = create(await sharedServer('redis'));
    const bus = redisBus(client, { channel: randomBytes(6).toString('hex') });
    await using inbox = await openInbox(bus);
    await bus.publish('one');
    await inbox.untilHeard(1);
    expect(inbox.heard).toEqual(['one']);
    expect(client.isOpen).toBe(false);
    expect(client.listenerCount('error')).toBe(0);
  });

  test.for(Object.entries(clients))('of %s can ask whether a subscription stands', async ([, create]) => {
    const client = create(await sharedServer('redis'));
    const connection = await connect(client, randomBytes(6).toString('hex'), new AbortController().signal);
    await connection.listen(() => {});
    await connection.ping();
    connection.end();
    await connection.lost;
  });

  test.for(Object.entries(clients))(
    'of %s leaves no socket open that was given up while it dialled',
    async ([, create]) => {
      const mute = createServer().listen(0, '127.0.0.1');
      await once(mute, 'listening');
      const client = create(`redis://127.0.0.1:${(mute.address() as AddressInfo).port}`);
      const end = new AbortController();
      const accepted = once(mute, 'connection');
      connect(client, 'it', end.signal).catch(() => {});
      // Its socket is made, and not connected: that takes another turn.
      await Promise.resolve();
      end.abort();
      const [socket] = (await accepted) as [Socket];
      await once(socket.on('error', () => {}).resume(), 'close');
      mute.close();
    },
  );

  test('that gives up on silence lends this to no subscription', async () => {
    const socket = { socketTimeout: 50, reconnectStrategy: false } as const;
    const client = createClient({ url: await sharedServer('redis'), socket });
    await using inbox = await openInbox(redisBus(client, { channel: randomBytes(6).toString('hex') }));
    // Connects later, so that it gives up later.
    const silent = client.duplicate();
    const givenUp = once(silent, 'terminated');
    silent.on('error', () => {});
    await silent.connect();
    await givenUp;
    expect(inbox.lost).toBe(0);
  });

  test.for(Object.entries(clients))('of %s may be one that does not connect', async ([, create]) => {
    const client = create(`redis://127.0.0.1:${await freePort()}`);
    await expect(redisBus(client).subscribe(() => {})).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

test('an account that may not use the channel is told so', async () => {
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
