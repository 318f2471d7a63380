import { expect, test } from 'vitest';
import type { Fault } from './fault.ts';
import { startFaultServer } from './fault-server.ts';
import { gzipBomb } from './gzip-bomb.ts';

const hello = () => new Response('hello', { headers: { etag: '"1"' } });

test('responds with its handler and records requests', async () => {
  await using server = await startFaultServer(hello);
  const response = await fetch(`${server.url}/a?b=1`, { headers: { 'x-mark': 'seen' } });
  expect(await response.text()).toBe('hello');
  expect(response.headers.get('etag')).toBe('"1"');
  expect(server.requests).toMatchObject([{ method: 'GET', path: '/a?b=1', headers: { 'x-mark': 'seen' } }]);
});

test('records status and size of each response, on one connection, too', async () => {
  await using server = await startFaultServer(
    ({ url }) => new Response('a'.repeat(Number(new URL(url).searchParams.get('length')))),
  );
  for (const length of [10, 5_000, 10]) await (await fetch(`${server.url}/?length=${length}`)).text();
  server.fail({ kind: 'reset' });
  await expect(fetch(server.url)).rejects.toThrow();
  // The lengths of chunks are hexadecimal.
  const [short, long, again, reset] = server.requests.map(({ status, bytes }) => ({ status, bytes }));
  expect(short?.status).toBe(200);
  expect(again).toEqual(short);
  expect((long?.bytes ?? 0) - (short?.bytes ?? 0)).toBe(5_000 - 10 + '1388'.length - 'a'.length);
  expect(reset).toEqual({ status: undefined, bytes: 0 });
});

test('applies a fault to the given path and number of requests', async () => {
  await using server = await startFaultServer(hello);
  server.fail({ kind: 'status', status: 429, headers: { 'retry-after': '7' } }, { times: 1, path: '/a' });
  expect((await fetch(`${server.url}/b`)).status).toBe(200);
  const limited = await fetch(`${server.url}/a`);
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
  expect((await fetch(`${server.url}/a`)).status).toBe(200);
  server.fail({ kind: 'status', status: 503 });
  expect((await fetch(`${server.url}/b`)).status).toBe(503);
  server.heal();
  expect((await fetch(`${server.url}/b`)).status).toBe(200);
});

const fatalFaults: Fault[] = [
  { kind: 'cut-body' },
  { kind: 'cut-chunked' },
  { kind: 'reset' },
  { kind: 'wrong-length' },
  { kind: 'redirect-loop' },
  { kind: 'malformed', what: 'status-line' },
];

test.each(fatalFaults)('$kind makes fetch fail', async (fault) => {
  await using server = await startFaultServer(hello);
  server.fail(fault);
  await expect(fetch(server.url).then((response) => response.text())).rejects.toThrow();
  expect(server.requests.length).toBeGreaterThan(0);
});

test('reset sends a TCP reset', async () => {
  await using server = await startFaultServer(hello);
  server.fail({ kind: 'reset' });
  await expect(fetch(server.url)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
});

test.each<Fault>([{ kind: 'hang' }, { kind: 'hang-body' }, { kind: 'drip' }])(
  '$kind lasts until the client disconnects',
  async (fault) => {
    await using server = await startFaultServer(hello);
    server.fail(fault);
    const controller = new AbortController();
    const reading = fetch(server.url, { signal: controller.signal }).then((response) => response.text());
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort();
    await expect(reading).rejects.toThrow('abort');
  },
);

test('drip sends byte after byte', async () => {
  await using server = await startFaultServer(hello);
  server.fail({ kind: 'drip', milliseconds: 1 });
  const reader = (await fetch(server.url)).body?.getReader();
  for (let read = 0; read < 3; read += 1) expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
  await reader?.cancel();
});

test('gzip-bomb is small when sent and large when decoded', async () => {
  expect((await gzipBomb()).length).toBeLessThan(120_000);
  await using server = await startFaultServer(hello);
  server.fail({ kind: 'gzip-bomb' });
  const body = await (await fetch(server.url)).arrayBuffer();
  expect(body.byteLength).toBe(100 * 1024 * 1024);
});

test.each<[Fault, (text: string) => boolean]>([
  [{ kind: 'malformed', what: 'json' }, (text) => text.startsWith('{') && !text.endsWith('}')],
  [{ kind: 'login-page' }, (text) => text.includes('type="password"')],
  [{ kind: 'binary' }, (text) => text.includes('\0')],
  [{ kind: 'empty' }, (text) => text === ''],
  [{ kind: 'latency', milliseconds: 1 }, (text) => text === 'hello'],
])('%o responds with 200', async (fault, isExpected) => {
  await using server = await startFaultServer(hello);
  server.fail(fault);
  const response = await fetch(server.url);
  expect(response.status).toBe(200);
  expect(isExpected(await response.text())).toBe(true);
});

test('close closes hanging connections and may be called twice', async () => {
  const server = await startFaultServer(hello);
  server.fail({ kind: 'hang' });
  const hanging = fetch(server.url);
  hanging.catch(() => {});
  await expect.poll(() => server.requests.length).toBe(1);
  expect(server.connections).toBe(1);
  await server.close();
  await server.close();
  await expect(hanging).rejects.toThrow();
  await expect(fetch(server.url)).rejects.toThrow();
});
