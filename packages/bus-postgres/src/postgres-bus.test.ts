import { randomBytes } from 'node:crypto';
import { openInbox, testBus } from '@prompts/bus-kit/testing';
import { expect, test } from 'vitest';
import { testTls } from '../../../scripts/test/bus/tls.ts';
import { askPostgres } from '../../../scripts/test/servers/clients.ts';
import { orSkip } from '../../../scripts/test/servers/or-skip.ts';
import { startPgBouncer } from '../../../scripts/test/servers/pgbouncer.ts';
import { startPostgres } from '../../../scripts/test/servers/postgres.ts';
import { sharedServer } from '../../../scripts/test/servers/shared-server.ts';
import { postgresBus } from './index.ts';

testBus({
  name: 'postgresBus',
  create: postgresBus,
  start: () => startPostgres(),
  url: () => sharedServer('postgres'),
  module: new URL('./index.ts', import.meta.url),
  pingReply: 'SELECT 1',
  invalidAddresses: [
    'mysql://me:PASSWORD@127.0.0.1:1/it',
    'postgres://me:PASSWORD@:port',
    'me:PASSWORD@127.0.0.1',
    'postgres://me:%zzPASSWORD@127.0.0.1/it',
  ],
  invalidChannels: ['x'.repeat(64), 'ü'.repeat(32), 'a\0b'],
});

testTls({
  create: postgresBus,
  createTrusting: (url, ca) => postgresBus({ connectionString: url.replace('?sslmode=verify-full', ''), ssl: { ca } }),
  start: startPostgres,
  toSecureUrl: (url) => `${url}?sslmode=verify-full`,
  kind: 'postgres',
});

test('accepts a configuration of the client, and any name as a channel', async () => {
  const { hostname: host, port, username: user, password } = new URL(await sharedServer('postgres'));
  const config = { host, port: Number(port), user, password: () => password, database: 'postgres' };
  const bus = postgresBus(config, { channel: `Prompts of "us"; ${randomBytes(6).toString('hex')}` });
  await using inbox = await openInbox(bus);
  await bus.publish('one');
  await inbox.untilReceived(1);
  expect(inbox.messages).toEqual(['one']);
});

test('rejects a message that is too large for PostgreSQL, and accepts the largest', async () => {
  const bus = postgresBus(await sharedServer('postgres'), { channel: randomBytes(6).toString('hex') });
  await using inbox = await openInbox(bus);
  await expect(bus.publish('ü'.repeat(4000))).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: 'PostgreSQL accepts messages of up to 7999 bytes; this message has 8000: shorten it',
  });
  await bus.publish('x'.repeat(7999));
  await inbox.untilReceived(1);
});

test('reports a database that does not exist, and a missing password', async () => {
  const url = new URL(await sharedServer('postgres'));
  const missing = Object.assign(new URL(url), { pathname: '/missing' });
  await expect(postgresBus(missing.href).publish('message')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  const withoutPassword = Object.assign(new URL(url), { password: '' });
  await expect(postgresBus(withoutPassword.href).publish('message')).rejects.toMatchObject({ code: 'AUTH_FAILED' });
});

test('a connection that pg_hba.conf refuses is FORBIDDEN', async () => {
  const server = await orSkip(startPostgres());
  try {
    const file = await askPostgres(server.url, 'show hba_file');
    const rule = 'hostssl all all all scram-sha-256';
    await askPostgres(server.url, `copy (select '${rule}') to '${file}'`, 'select pg_reload_conf()');
    const bus = postgresBus(server.url);
    const { host } = new URL(server.url);
    const allow = 'allow this host, user and database there';
    const publish = () => bus.publish('message').catch((error: unknown) => error);
    // The server reads its rules again a little later.
    await expect.poll(publish, { interval: 5 }).toMatchObject({
      code: 'FORBIDDEN',
      message: `PostgreSQL at ${host} refused the connection by its pg_hba.conf: connect with sslmode=require, or ${allow} (28000)`,
    });
  } finally {
    await server.stop();
  }
});

test('says that a server does not support TLS, which the address requires', async () => {
  const url = await sharedServer('postgres');
  await expect(postgresBus(`${url}?sslmode=require`).publish('message')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: `PostgreSQL at ${new URL(url).host} does not support TLS, which the connection requires: enable TLS there, or connect with sslmode=disable`,
  });
});

test('rejects a subscription through a pooler that loses notifications', async () => {
  const pooler = await orSkip(startPgBouncer(await sharedServer('postgres')));
  try {
    const bus = postgresBus(pooler.url, { channel: randomBytes(6).toString('hex') });
    await bus.publish('one');
    await expect(bus.subscribe(() => {})).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/^notifications do not arrive .* use the address of the server itself$/),
    });
  } finally {
    await pooler.stop();
  }
});
