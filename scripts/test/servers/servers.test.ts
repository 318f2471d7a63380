import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { askMariaDb, askNats, askPostgres, askRedis } from './clients.ts';
import { startMariaDb } from './mariadb.ts';
import { startNats } from './nats.ts';
import { orSkip } from './or-skip.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';

const sql = { hello: 'select 1', table: ['create table kept (word varchar(9))', "insert into kept values ('still')"] };

/** For servers that keep data: `write` stores the word `still`, `read` returns it, and `folder` returns the data folder. */
const kinds = [
  {
    name: 'PostgreSQL',
    start: startPostgres,
    ask: askPostgres,
    hello: sql.hello,
    write: sql.table,
    read: 'select word from kept',
    folder: 'show data_directory',
  },
  {
    name: 'MariaDB',
    start: startMariaDb,
    ask: askMariaDb,
    hello: sql.hello,
    write: ['use mysql', ...sql.table],
    read: 'select word from mysql.kept',
    folder: 'select @@datadir',
  },
  {
    name: 'Redis',
    start: startRedis,
    ask: askRedis,
    hello: 'echo 1',
    write: ['set word still'],
    read: 'get word',
    folder: 'config get dir',
  },
  { name: 'NATS', start: startNats, ask: askNats, hello: '1' },
];

function wrongPassword(url: string): string {
  const wrong = new URL(url);
  wrong.password = 'wrong';
  return wrong.href;
}

describe.each(kinds)('$name', ({ start, ask, hello, write, read, folder }) => {
  test('keeps its data when it is killed, and removes it when it is stopped', async () => {
    const server = await orSkip(start());
    try {
      const { url, pid } = server;
      expect(await ask(url, hello)).toBe('1');
      await expect(ask(wrongPassword(url), hello)).rejects.toThrow(/password|authorization/i);
      if (write) await ask(url, ...write);
      const data = folder && (await ask(url, folder));
      if (data) expect(existsSync(data)).toBe(true);

      await server.kill();
      await expect(ask(url, hello)).rejects.toThrow(/refused/i);
      await server.restart();
      expect(server.url).toBe(url);
      expect(server.pid).not.toBe(pid);
      expect(await ask(url, hello)).toBe('1');
      if (read) expect(await ask(url, read)).toBe('still');

      const lastPid = server.pid;
      await server.stop();
      for (const gone of [pid, lastPid]) expect(() => process.kill(gone, 0)).toThrow('ESRCH');
      if (data) expect(existsSync(data)).toBe(false);
    } finally {
      await server.stop();
    }
  });

  test('does not respond while it is paused', async () => {
    const server = await orSkip(start());
    try {
      await server.pause();
      await expect(ask(server.url, hello)).rejects.toThrow(/timeout|ETIMEDOUT/);
      await server.resume();
      expect(await ask(server.url, hello)).toBe('1');
      await server.pause();
    } finally {
      await server.stop();
    }
  });
});
