import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analytics } from '@prompts/analytics';
import { createPrompts } from '@prompts/core';
import { startMariaDb } from '../../test/servers/mariadb.ts';
import { startPostgres } from '../../test/servers/postgres.ts';
import { UnavailableServer } from '../../test/servers/test-server.ts';
import type { Row, Table } from '../report.ts';
import { median } from '../rounds.ts';

const promptCount = 1000;
const flushes = 20;
const maxMs = 300;

/** A database, started for the benchmark. */
interface Started {
  readonly url: string;
  stop(): Promise<void>;
}

const databases: Readonly<Record<string, () => Promise<Started>>> = {
  async SQLite() {
    const folder = await mkdtemp(join(tmpdir(), 'prompts-bench-'));
    return { url: `sqlite:${join(folder, 'usage.db')}`, stop: () => rm(folder, { recursive: true }) };
  },
  PostgreSQL: () => startPostgres(),
  async MariaDB() {
    const server = await startMariaDb();
    return { url: new URL('mysql', server.url).href, stop: () => server.stop() };
  },
};

/** Measures how long a flush of the counts of 1,000 prompts takes. */
export async function usageFlush(): Promise<Table> {
  const rows: Row[] = [];
  for (const [name, start] of Object.entries(databases)) rows.push(await measure(name, start));
  return { title: `Flush of @prompts/analytics after reads of ${promptCount} prompts, median of ${flushes}`, rows };
}

async function measure(what: string, start: () => Promise<Started>): Promise<Row> {
  let database: Started;
  try {
    database = await start();
  } catch (error) {
    if (!(error instanceof UnavailableServer)) throw error;
    return { what, measured: `not measured: ${error.message}` };
  }
  try {
    const usage = analytics({ store: database.url });
    const names = Array.from({ length: promptCount }, (_, index) => `prompt-${index}`);
    const prompts = await createPrompts<Record<string, string>>({
      systemPrompts: Object.fromEntries(names.map((name) => [name, `Text of ${name}`])),
      hooks: [usage],
    });
    const durationsMs: number[] = [];
    for (let flush = 0; flush < flushes; flush += 1) {
      for (const name of names) prompts.peek(name);
      const startedAt = performance.now();
      await usage.flush();
      durationsMs.push(performance.now() - startedAt);
    }
    await prompts.close();
    const ms = median(durationsMs);
    return { what, measured: `${ms.toFixed(1)} ms`, target: { text: `≤ ${maxMs} ms`, met: ms <= maxMs } };
  } finally {
    await database.stop();
  }
}
