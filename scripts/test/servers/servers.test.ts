import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { askMariaDb, askPostgres } from './clients.ts';
import { startMariaDb } from './mariadb.ts';
import { orSkip } from './or-skip.ts';
import { startPostgres } from './postgres.ts';

const kinds = [
  { name: 'PostgreSQL', start: startPostgres, ask: askPostgres, schema: 'public', folder: 'show data_directory' },
  { name: 'MariaDB', start: startMariaDb, ask: askMariaDb, schema: 'mysql', folder: 'select @@datadir' },
];

function wrongPassword(url: string): string {
  const wrong = new URL(url);
  wrong.password = 'wrong';
  return wrong.href;
}

describe.each(kinds)('$name', ({ start, ask, schema, folder }) => {
  test('keeps its data when it is killed, and leaves nothing behind when it is stopped', async () => {
    const server = await orSkip(start());
    try {
      const { url, pid } = server;
      expect(await ask(url, 'select 1')).toBe('1');
      await expect(ask(wrongPassword(url), 'select 1')).rejects.toThrow(/password/i);
      const table = `${schema}.kept`;
      await ask(url, `create table ${table} (word varchar(9))`, `insert into ${table} values ('still')`);
      const data = await ask(url, folder);
      expect(existsSync(data)).toBe(true);

      await server.kill();
      await expect(ask(url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      await server.restart();
      expect(server.url).toBe(url);
      expect(server.pid).not.toBe(pid);
      expect(await ask(url, `select word from ${table}`)).toBe('still');

      const lastPid = server.pid;
      await server.stop();
      for (const gone of [pid, lastPid]) expect(() => process.kill(gone, 0)).toThrow('ESRCH');
      expect(existsSync(data)).toBe(false);
    } finally {
      await server.stop();
    }
  });

  test('answers nobody while it is paused', async () => {
    const server = await orSkip(start());
    try {
      await server.pause();
      await expect(ask(server.url, 'select 1')).rejects.toThrow(/timeout|ETIMEDOUT/);
      await server.resume();
      expect(await ask(server.url, 'select 1')).toBe('1');
      await server.pause();
    } finally {
      await server.stop();
    }
  });
});
