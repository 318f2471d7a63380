import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createPrompts } from '@prompts/core';
import type { Row, Table } from '../report.ts';
import { measureListing } from './measure-listing.ts';
import { fastest } from './processor-time.ts';

const count = 10_000;
const maxIndexBytes = 2 * 1024 * 1024;

/** Measures what names and listings cost that nobody who means well would write. All times are of the processor. */
export async function hostileInput(): Promise<Table> {
  return {
    title: 'Hostile names and listings',
    rows: [...(await unknownNames()), ...(await listings()), ...(await indexesOfRubbish())],
  };
}

async function unknownNames(): Promise<Row[]> {
  const entries = Array.from({ length: count }, (_, index) => [`team/prompt-${index}`, `Text ${index}`]);
  const prompts = await createPrompts<Record<string, string>>({ systemPrompts: Object.fromEntries(entries) });
  const measure = async (what: string, name: string) =>
    toRow(what, await fastest(() => prompts.get(name).catch(() => {})), 5);
  const rows = [
    await measure('an unknown name, with 10,000 entries', 'team/promt-5000'),
    await measure('an unknown name of 1 MB, with 10,000 entries', 'team/prompt-'.repeat(90_000)),
  ];
  await prompts.close();
  return rows;
}

/** Compared with a listing of as many names that differ: applying the texts costs the same. */
async function listings(): Promise<Row[]> {
  const distinct = await measureListing(count, (index) => `Weekly report ${index}`);
  const alike = await measureListing(count, () => 'Weekly report');
  const compare = (what: string, ms: number, baseMs: number, maxMs?: number) => ({
    ...toRow(what, ms, maxMs),
    ratio: `${(ms / baseMs).toFixed(2)} × ${Math.round(baseMs)} ms of different names`,
  });
  return [
    compare('10,000 members with one name', alike.firstMs, distinct.firstMs, 200),
    compare('the same, listed again', alike.againMs, distinct.againMs, 200),
    compare('the same, all changed', alike.changedMs, distinct.changedMs, 500),
  ];
}

async function indexesOfRubbish(): Promise<Row[]> {
  const rubbish = { numbers: '1', URLs: '"a"', 'empty objects': '{}', brackets: '[' };
  const bodies = new Map(
    Object.values(rubbish).map((item) => [
      `/${item}`,
      `[${`${item},`.repeat(Math.floor((maxIndexBytes - item.length - 2) / (item.length + 1)))}${item}]`,
    ]),
  );
  const server = createServer(({ url = '' }, response) => response.end(bodies.get(decodeURI(url)) ?? '["a.md"]'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rows: Row[] = [];
  for (const [what, item] of Object.entries(rubbish)) {
    rows.push(await indexOfRubbish(what, `${origin}/${encodeURI(item)}`, `${origin}/small`));
  }
  server.close();
  return rows;
}

async function indexOfRubbish(what: string, url: string, small: string): Promise<Row> {
  const script = fileURLToPath(new URL('list-index.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, url, small]);
  const { milliseconds, megabytes, error } = JSON.parse(stdout);
  if (error === undefined) throw new Error(`an index of ${what} was accepted`);
  return {
    what: `an index of 2 MB of ${what}`,
    measured: `${Math.round(milliseconds)} ms, ${Math.round(megabytes)} MB`,
    target: { text: '≤ 200 ms and 100 MB', met: milliseconds <= 200 && megabytes <= 100 },
  };
}

function toRow(what: string, milliseconds: number, maxMs?: number): Row {
  const target = maxMs === undefined ? undefined : { text: `≤ ${maxMs} ms`, met: milliseconds <= maxMs };
  return { what, measured: `${milliseconds.toFixed(1)} ms`, ...(target && { target }) };
}
