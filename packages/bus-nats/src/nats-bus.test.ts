import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer as listen, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { expect, test } from 'vitest';
import { testBus } from '../../../scripts/test/bus/bus-behaviours.ts';
import { openInbox } from '../../../scripts/test/bus/inbox.ts';
import { runProgram } from '../../../scripts/test/bus/run-program.ts';
import { testTls } from '../../../scripts/test/bus/tls.ts';
import { makeAuthority } from '../../../scripts/test/servers/certificates.ts';
import { freePort } from '../../../scripts/test/servers/free-port.ts';
import { startNats } from '../../../scripts/test/servers/nats.ts';
import { orSkip } from '../../../scripts/test/servers/or-skip.ts';
import { sharedServer } from '../../../scripts/test/servers/shared-server.ts';
import { natsBus } from './index.ts';

testBus({
  make: natsBus,
  module: new URL('./index.ts', import.meta.url),
  kind: 'nats',
  pong: 'PONG',
  start: () => startNats(),
  wrongAddresses: [
    'ws://me:PASSWORD@127.0.0.1:1',
    'nats://me:PASSWORD@:port',
    'me:PASSWORD@127.0.0.1',
    'nats://me:%zzPASSWORD@127.0.0.1',
  ],
  wrongChannels: ['a b', 'a.*', '>', 'a..b', '.a'],
});

testTls({
  make: natsBus,
  trust: (url, ca) => {
    const { host, username: user, password: pass } = new URL(url);
    return natsBus({ servers: host, user, pass, tls: { ca } });
  },
  start: (certificate) => startNats({ certificate }),
  kind: 'nats',
  scheme: 'tls:',
});

test('takes options of the client', async () => {
  const { host, username: user, password: pass } = new URL(await sharedServer('nats'));
  const options = { servers: [host], user, pass, name: 'prompts' };
  const bus = natsBus(options, { channel: `prompts.${randomBytes(6).toString('hex')}` });
  await using inbox = await openInbox(bus);
  await bus.publish('one');
  await inbox.untilHeard(1);
  expect(inbox.heard).toEqual(['one']);
  expect(options).toEqual({ servers: [host], user, pass, name: 'prompts' });
});

test('refuses a message that the server would refuse', async () => {
  const bus = natsBus(await sharedServer('nats'), { channel: randomBytes(6).toString('hex') });
  await expect(bus.publish('x'.repeat(1024 * 1024 + 1))).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: 'NATS takes messages of up to 1048576 bytes here; this one has 1048577',
  });
});

test('signs in with a token', async () => {
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

test('an account that may not listen is told so', async () => {
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

test('does not wait for a server that is not there, whatever the options say', async () => {
  const options = { servers: `127.0.0.1:${await freePort()}`, waitOnFirstConnect: true };
  await expect(natsBus(options).subscribe(() => {})).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: "NATS can't be reached, or broke off (ECONNREFUSED)",
  });
});

test('ends a connection that spoke TLS from its first byte', async () => {
  const { certificate: ca, server: shown } = await orSkip(makeAuthority());
  // As a NATS that keeps nothing: it has no answer but that it is there.
  const server = createServer({ cert: shown.certificate, key: shown.key }, (socket) => {
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

test('outlives a server that breaks off while certificates are read, and others that are not there', async () => {
  const server = listen((socket) => {
    socket.on('error', () => {});
    socket.write('INFO {"version":"2.10.0","proto":1,"tls_required":true}\r\n', () => socket.resetAndDestroy());
  }).listen(0, '127.0.0.1');
  const silent = listen((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(silent, 'listening')]);
  try {
    const [breaksOff, saysNothing] = [server, silent].map((one) => {
      return `127.0.0.1:${(one.address() as AddressInfo).port}`;
    });
    const nobody = `127.0.0.1:${await freePort()}`;
    const all = [
      // What certificates are in it does not matter: it is read.
      ...Array.from({ length: 2 }, () => ({ servers: breaksOff, tls: { caFile: process.execPath } })),
      { servers: [saysNothing, nobody, saysNothing], noRandomize: true },
    ];
    await runProgram(`
      const { natsBus } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url))});
      const all = ${JSON.stringify(all)};
      await Promise.all(all.map((options) => natsBus(options).publish('one').catch(() => {})));`);
  } finally {
    server.close();
    silent.close();
  }
});
