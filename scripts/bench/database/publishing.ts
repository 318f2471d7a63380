import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { migratePrompts, openDatabase, publishPrompt } from '@prompts/provider-db';
import { startPostgres } from '../../test/servers/postgres.ts';
import type { TestServer } from '../../test/servers/test-server.ts';
import { lagRow } from '../lag-row.ts';
import { onServer } from '../on-server.ts';
import type { Row, Table } from '../report.ts';
import { servedBy } from '../served-by.ts';

const publishes = 200;
const limit = 100;
const name = 'team/review';
const title = `From a publish to another process that serves it, ${publishes} times, over PostgreSQL's notifications`;

type Database = ReturnType<typeof openDatabase>;

/** How long readers lag behind: with a connection that stands, and with one that was restored after a loss. */
export function publishing(): Promise<Table> {
  return onServer(title, startPostgres, measureOn);
}

async function measureOn(server: TestServer): Promise<readonly Row[]> {
  const database = openDatabase(server.url);
  try {
    await migratePrompts(database);
    await publishPrompt(database, { name, content: 'the first text' });
    const reader = fork(new URL('./reader.ts', import.meta.url), [server.url, name]);
    await once(reader, 'message');
    const process = await listeningProcess(database);
    const rows = [lagRow('while it listens', await lags(database, reader), limit)];
    await database.raw('select pg_terminate_backend(?, 5000)', [process]);
    await listeningProcess(database);
    rows.push(lagRow('after its connection was lost and restored', await lags(database, reader), limit));
    reader.disconnect();
    await once(reader, 'exit');
    return rows;
  } finally {
    await database.destroy();
  }
}

/** The server's process that serves the listening connection, as soon as there is one. */
async function listeningProcess(database: Database): Promise<number> {
  for (;;) {
    const { rows } = await database.raw(
      "select pid from pg_stat_activity where query ilike 'listen %' and state = 'idle'",
    );
    if (rows.length > 0) return rows[0].pid;
  }
}

/** Milliseconds from the call that publishes, its commit included, until the reader serves the text. */
async function lags(database: Database, reader: ChildProcess): Promise<readonly number[]> {
  const measured: number[] = [];
  for (let index = 0; index < publishes; index += 1) {
    const content = `text ${crypto.randomUUID()}`;
    const served = servedBy(reader, content);
    const started = performance.timeOrigin + performance.now();
    await publishPrompt(database, { name, content });
    measured.push((await served) - started);
  }
  return measured;
}
