import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { migratePrompts, openDatabase, publishPrompt } from '@prompts/provider-db';
import { startPostgres } from '../../test/servers/postgres.ts';
import type { TestServer } from '../../test/servers/test-server.ts';
import { delayRow } from '../lag-row.ts';
import type { Row, Table } from '../report.ts';
import { waitUntilServed } from '../wait-until-served.ts';
import { withServer } from '../with-server.ts';

const publishes = 200;
const maxP99Ms = 100;
const name = 'team/review';
const title = `Delay from publishPrompt() until another process serves the text, ${publishes} times (PostgreSQL notifications)`;

type Database = ReturnType<typeof openDatabase>;

/** Measures the delay with the first connection of a reader, and with a restored one. */
export function publishing(): Promise<Table> {
  return withServer(title, startPostgres, measureOn);
}

async function measureOn(server: TestServer): Promise<readonly Row[]> {
  const database = openDatabase(server.url);
  try {
    await migratePrompts(database);
    await publishPrompt(database, { name, content: 'the first text' });
    const reader = fork(new URL('./reader.ts', import.meta.url), [server.url, name]);
    await once(reader, 'message');
    const processId = await findListeningProcess(database);
    const rows = [delayRow('with its first connection', await measureDelays(database, reader), maxP99Ms)];
    await database.raw('select pg_terminate_backend(?, 5000)', [processId]);
    await findListeningProcess(database);
    rows.push(delayRow('after a lost connection was restored', await measureDelays(database, reader), maxP99Ms));
    reader.disconnect();
    await once(reader, 'exit');
    return rows;
  } finally {
    await database.destroy();
  }
}

/** Waits for the reader's listening connection. @returns The id of its server process. */
async function findListeningProcess(database: Database): Promise<number> {
  for (;;) {
    const { rows } = await database.raw(
      "select pid from pg_stat_activity where query ilike 'listen %' and state = 'idle'",
    );
    if (rows.length > 0) return rows[0].pid;
  }
}

/** Measures the milliseconds from the call of publishPrompt(), commit included, until the reader serves the text. */
async function measureDelays(database: Database, reader: ChildProcess): Promise<readonly number[]> {
  const delaysMs: number[] = [];
  for (let index = 0; index < publishes; index += 1) {
    const content = `text ${crypto.randomUUID()}`;
    const served = waitUntilServed(reader, content);
    const started = performance.timeOrigin + performance.now();
    await publishPrompt(database, { name, content });
    delaysMs.push((await served) - started);
  }
  return delaysMs;
}
