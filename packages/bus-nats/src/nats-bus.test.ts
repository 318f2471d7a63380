import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { openInbox, orSkip, testBus } from '@prompts/bus-kit/testing';
import { describe, expect, test } from 'vitest';
import { testTls } from '../../../scripts/test/bus/tls.ts';
import { makeAuthority } from '../../../scripts/test/servers/certificates.ts';
import { freePort } from '../../../scripts/test/servers/free-port.ts';
import { startNats } from '../../../scripts/test/servers/nats.ts';
import { sharedServer } from '../../../scripts/test/servers/shared-server.ts';
import { natsBus } from './index.ts';

testBus({
  name: 'natsBus',
  create: natsBus,
  start: () => startNats(),
  url: () => sharedServer('nats'),
  module: new URL('./index.ts', import.meta.url),
  pingReply: 'PONG',
  invalidAddresses: [
    'ws://me:PASSWORD@127.0.0.1:1',
    'nats://me:PASSWORD@:port',
    'me:PASSWORD@127.0.0.1',
    'nats://me:%zzPASSWORD@127.0.0.1',
    'nats://me:12/PASSWORD@127.0.0.1',
    'nats://me:12?PASSWORD@127.0.0.1',
    'nats://me:PASSWORD@127.0.0.1?tls=true',
    'nats://a:1,nats://me:12#PASSWORD@127.0.0.1',
    'nats://me:PASSWORD@a:1,b:2',
    'nats://me:PASSWORD@a,b',
    'nats://me:PASSWORD@a,',
    'nats://me:PASSWORD@a,http://b',
    'nats://me:PASSWORD@a,nats://',
    'nats://me:PASSWORD@a/path',
    'nats://a,nats://me:PASSWORD@b/path',
  ],
  invalidChannels: ['a b', 'a.*', '>', 'a..b', '.a'],
});

testTls({
  create: natsBus,
  createTrusting: (url, ca) => {
    const { host, username: user, password: pass } = new URL(url);
    return natsBus({ servers: host, user, pass, tls: { ca } });
  },
  start: (certificate) => startNats({ certificate }),
  kind: 'nats',
  toSecureUrl: (url) => url.replace(/^nats:/, 'tls:'),
});

describe('several addresses', () => {
  test('share the account of the first, and replace each other', async () => {
    const [user, password] = ['prompts', 'a,b'];
    const authorization = { user, password };
    const servers = await orSkip(Promise.all([1, 2].map(() => startNats({ authorization }))));
    try {
      const [first, second] = servers.map(({ url }) => new URL(url).host);
      const down = `nats://127.0.0.1:${await freePort()}`;
      const bus = natsBus(`nats://${user}:${password}@${first}, nats://${second},${down}`);
      for (const server of servers) {
        await using inbox = await openInbox(bus);
        await server.kill();
        await bus.publish('message');
        await server.restart();
        await inbox[Symbol.asyncDispose]();
      }
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });

  test('may each have an account', async () => {
    const [one, other] = await orSkip(Promise.all([startNats(), startNats({ authorization: { token: 'secret' } })]));
    try {
      const { host } = new URL(other.url);
      await natsBus(`${one.url},nats://secret@${host}`).publish('message');
      await one.kill();
      await natsBus(`${one.url},nats://secret@${host}`).publish('message');
      await expect(natsBus(`${one.url},nats://${host}`).publish('message')).rejects.toMatchObject({
        code: 'AUTH_FAILED',
        message: `NATS at ${new URL(one.url).host}, ${host} rejected the credentials: check the user name and the password`,
      });
    } finally {
      await Promise.all([one.stop(), other.stop()]);
    }
  });

  test('are all tried, even if one of them is frozen', async () => {
    const server = await orSkip(startNats());
    const silent = createTcpServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const { port } = silent.address() as AddressInfo;
      const { username, password } = new URL(server.url);
      const account = `${username}:${password}`;
      // Whichever it begins with.
      for (const _ of [1, 2, 3]) {
        await natsBus(`nats://${account}@127.0.0.1:${port},${server.url}`).publish('message');
      }
    } finally {
      silent.close();
      await server.stop();
    }
  });

  test('require TLS of all servers if one begins with tls://', async () => {
    const url = await sharedServer('nats');
    await expect(natsBus(`${url},tls://127.0.0.1:1`).publish('message')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

test('a list of addresses is refused, with the advice to write one string', () => {
  expect(() => natsBus(['nats://a', 'nats://b'] as never)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message:
        'natsBus needs several addresses as one string, separated by commas: nats://a.internal:4222,nats://b.internal:4222',
    }),
  );
});

test('a path in an address is refused, and a final slash is not', async () => {
  expect(() => natsBus('nats://a.internal:4222/prompts')).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: 'natsBus takes no path in its address: to choose a subject, set the option channel',
    }),
  );
  await natsBus(`${(await sharedServer('nats')).replace(/\/$/, '')}/`).publish('message');
});

test('accepts options of the client', async () => {
  const { host, username: user, password: pass } = new URL(await sharedServer('nats'));
  const options = { servers: [host], user, pass, name: 'prompts' };
  const bus = natsBus(options, { channel: `prompts.${randomBytes(6).toString('hex')}` });
  await using inbox = await openInbox(bus);
  await bus.publish('one');
  await inbox.untilReceived(1);
  expect(inbox.messages).toEqual(['one']);
  expect(options).toEqual({ servers: [host], user, pass, name: 'prompts' });
});

test('rejects a message that is too large for the server', async () => {
  const bus = natsBus(await sharedServer('nats'), { channel: randomBytes(6).toString('hex') });
  await expect(bus.publish('x'.repeat(1024 * 1024 + 1))).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message:
      'this NATS server accepts messages of up to 1048576 bytes; this message has 1048577: shorten it, or raise max_payload',
  });
});

test('authenticates with a token', async () => {
  const token = randomBytes(12).toString('hex');
  const server = await orSkip(startNats({ authorization: { token } }));
  try {
    const { host } = new URL(server.url);
    await natsBus(`nats://${token}@${host}`).publish('message');
    await expect(natsBus(`nats://not${token}@${host}`).publish('message')).rejects.toMatchObject({
      code: 'AUTH_FAILED',
    });
  } finally {
    await server.stop();
  }
});

test('an account that may not subscribe to the channel is FORBIDDEN', async () => {
  const [user, password] = ['reader', randomBytes(12).toString('hex')];
  const users = [{ user, password, permissions: { subscribe: 'allowed' } }];
  const server = await orSkip(startNats({ authorization: { users } }));
  try {
    const url = `nats://${user}:${password}@${new URL(server.url).host}`;
    await expect(natsBus(url).subscribe(() => {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await using _allowed = await natsBus(url, { channel: 'allowed' }).subscribe(() => {});
  } finally {
    await server.stop();
  }
});

test('does not wait for a server that is down, even with waitOnFirstConnect', async () => {
  const options = { servers: `127.0.0.1:${await freePort()}`, waitOnFirstConnect: true };
  await expect(natsBus(options).subscribe(() => {})).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: "NATS can't be reached, or closed the connection (ECONNREFUSED)",
  });
});

test('ends a connection that uses TLS from its first byte', async () => {
  const { certificate: ca, server: identity } = await orSkip(makeAuthority());
  // A minimal NATS server, which only replies to pings.
  const server = createServer({ cert: identity.certificate, key: identity.key }, (socket) => {
    socket
      .on('error', () => {})
      .write(`INFO ${JSON.stringify({ version: '2.10.0', proto: 1, tls_required: true })}\r\n`);
    socket.on('data', (data) => data.includes('PING') && socket.write('PONG\r\n'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const servers = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const connected = once(server, 'secureConnection');
    const inbox = await openInbox(natsBus({ servers, tls: { ca, handshakeFirst: true } }));
    const [socket] = (await connected) as [Socket];
    const ended = once(socket, 'close');
    await inbox[Symbol.asyncDispose]();
    await ended;
  } finally {
    server.close();
  }
});

test('survives servers that reset the connection while certificates are read, do not respond, or are down', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.write('INFO {"version":"2.10.0","proto":1,"tls_required":true}\r\n', () => socket.resetAndDestroy());
  }).listen(0, '127.0.0.1');
  const silentServer = createTcpServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(silentServer, 'listening')]);
  try {
    const [resetting, silent] = [server, silentServer].map((one) => {
      return `127.0.0.1:${(one.address() as AddressInfo).port}`;
    });
    const down = `127.0.0.1:${await freePort()}`;
    const all = [
      // Any file will do: only the time that it takes to read it matters.
      ...Array.from({ length: 2 }, () => ({ servers: resetting, tls: { caFile: process.execPath } })),
      { servers: [silent, down, silent], noRandomize: true },
    ];
    const program = `
      const { natsBus } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url))});
      const all = ${JSON.stringify(all)};
      await Promise.all(all.map((options) => natsBus(options).publish('one').catch(() => {})));`;
    await promisify(execFile)(process.execPath, [...process.execArgv, '--input-type=module', '--eval', program]);
  } finally {
    server.close();
    silentServer.close();
  }
});
