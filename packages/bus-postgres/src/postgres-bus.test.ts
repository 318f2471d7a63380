import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { testBus } from '../../../scripts/test/bus/bus-behaviours.ts';
import { openInbox } from '../../../scripts/test/bus/inbox.ts';
import { testTls } from '../../../scripts/test/bus/tls.ts';
import { startPostgres } from '../../../scripts/test/servers/postgres.ts';
import { sharedServer } from '../../../scripts/test/servers/shared-server.ts';
import { postgresBus } from './index.ts';

testBus({
  make: postgresBus,
  module: new URL('./index.ts', import.meta.url),
  kind: 'postgres',
  pong: 'SELECT 1',
  start: () => startPostgres(),
  wrongAddresses: [
    'mysql://me:PASSWORD@127.0.0.1:1/it',
    'postgres://me:PASSWORD@:port',
    'me:PASSWORD@127.0.0.1',
    'postgres://me:%zzPASSWORD@127.0.0.1/it',
  ],
  wrongChannels: ['x'.repeat(64), 'ü'.repeat(32), 'a\0b'],
});

testTls({
  make: postgresBus,
  trust: (url, ca) => postgresBus({ connectionString: url.replace('?sslmode=verify-full', ''), ssl: { ca } }),
  start: startPostgres,
  secured: (url) => `${url}?sslmode=verify-full`,
  kind: 'postgres',
});

test('takes a configuration of the client, and any name for a channel', async () => {
  const { hostname: host, port, username: user, password } = new URL(await sharedServer('postgres'));
  const config = { host, port: Number(port), user, password: () => password, database: 'postgres' };
  const bus = postgresBus(config, { channel: `Prompts of "us"; ${randomBytes(6).toString('hex')}` });
  await using inbox = await openInbox(bus);
  await bus.publish('one');
  await inbox.untilHeard(1);
  expect(inbox.heard).toEqual(['one']);
});

test('refuses a message that PostgreSQL would refuse, and takes the largest', async () => {
  const bus = postgresBus(await sharedServer('postgres'), { channel: randomBytes(6).toString('hex') });
  await using inbox = await openInbox(bus);
  await expect(bus.publish('ü'.repeat(4000))).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: 'PostgreSQL takes messages of up to 7999 bytes; this one has 8000',
  });
  await bus.publish('x'.repeat(7999));
  await inbox.untilHeard(1);
});

test('says that a database is not there, and that a password is missing', async () => {
  const url = new URL(await sharedServer('postgres'));
  const nowhere = Object.assign(new URL(url), { pathname: '/nowhere' });
  await expect(postgresBus(nowhere.href).publish('message')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  const without = Object.assign(new URL(url), { password: '' });
  await expect(postgresBus(without.href).publish('message')).rejects.toMatchObject({ code: 'AUTH_FAILED' });
});
