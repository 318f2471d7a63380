import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Row, Table } from '../report.ts';
import { median } from '../rounds.ts';
import { measureMs } from './measure-ms.ts';

const rounds = 15;

const programs = ['langfuse.mjs', 'core.mjs', 'undici.mjs', 'http.mjs'];

/** Measures how long a fresh process takes to its first text, without the start of Node itself. */
export async function coldStart(): Promise<Table> {
  const server = createServer((_, response) => response.end('Hello {{name}}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const environment = {
    GREETING_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/greeting.md`,
  };
  const times: number[][] = programs.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, program] of programs.entries())
      times[index]?.push(await measureMs(new URL(program, import.meta.url), environment));
  }
  server.close();
  const [langfuse, core, undici, http] = times.map(median) as [number, number, number, number];
  return {
    title: 'A fresh process, from its first import on',
    rows: [
      { what: 'import @langfuse/client', measured: format(langfuse) },
      compare('import @prompts/core, createPrompts, first render', core, langfuse, 1, 'importing @langfuse/client'),
      { what: 'import undici, fetch a text', measured: format(undici) },
      compare('first prompt over HTTP', http, undici, 1.5, 'a fetch by hand'),
    ],
  };
}

function compare(what: string, time: number, baseline: number, maxRatio: number, name: string): Row {
  const ratio = time / baseline;
  return {
    what,
    measured: format(time),
    ratio: `${ratio.toFixed(2)} × ${name}`,
    target: { text: `≤ ${maxRatio} × ${name}`, met: ratio <= maxRatio },
  };
}

function format(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}
