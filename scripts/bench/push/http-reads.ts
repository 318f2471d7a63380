import { fork } from 'node:child_process';
import { once } from 'node:events';
import autocannon from 'autocannon';
import type { Table } from '../report.ts';
import { median } from '../rounds.ts';

const rounds = 5;
const roundSeconds = 2;
const connections = 32;
const maxRatio = 1.3;

/** Compares `GET /prompts/:name` with a route of the framework that returns a text of the same size. */
export async function httpReads(): Promise<Table> {
  await using ours = await startServer();
  const body = await (await fetch(ours.url)).text();
  await using framework = await startServer(body);
  const [ourRates, frameworkRates]: [number[], number[]] = [[], []];
  for (const { url } of [ours, framework]) await measureRate(url);
  for (let round = 0; round < rounds; round += 1) {
    ourRates.push(await measureRate(ours.url));
    frameworkRates.push(await measureRate(framework.url));
  }
  const [ourTime, frameworkTime] = [1 / median(ourRates), 1 / median(frameworkRates)];
  return {
    title: `Requests per second of one process, bodies of ${body.length.toLocaleString('en')} bytes, ${connections} connections (autocannon)`,
    rows: [
      { what: 'a route of Hono on @hono/node-server', measured: format(median(frameworkRates)) },
      {
        what: 'GET /prompts/:name of @prompts/server',
        measured: format(median(ourRates)),
        ratio: `${(ourTime / frameworkTime).toFixed(2)} × the time of the route of Hono`,
        target: { text: `≤ ${maxRatio} × the route of Hono`, met: ourTime <= maxRatio * frameworkTime },
      },
    ],
  };
}

/** @param args The text that the framework alone returns. Default: the server of the package. */
async function startServer(...args: readonly string[]) {
  const server = fork(new URL('./http-server.ts', import.meta.url), args);
  const [url] = (await once(server, 'message')) as [string];
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.disconnect();
      await once(server, 'exit');
    },
  };
}

/** @throws If a request fails. */
async function measureRate(url: string): Promise<number> {
  const { requests, errors, non2xx, duration } = await autocannon({ url, connections, duration: roundSeconds });
  if (errors + non2xx > 0) throw new Error(`${errors + non2xx} requests to ${url} failed`);
  return requests.total / duration;
}

function format(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString('en')} per second`;
}
