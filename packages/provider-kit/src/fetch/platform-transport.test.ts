import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTransport } from './platform-transport.ts';

const server = createServer(({ url }, response) => {
  if (url === '/moved') response.writeHead(302, { location: '/' }).end();
  else response.end('hello');
});
let port: number;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

function open(allowHosts: string[] = [], more: Partial<Parameters<typeof openTransport>[0]> = {}) {
  return openTransport({ provider: 'acme', allowHosts, maxBytes: 1000, isAwaited: () => true, ...more });
}

it("sends requests by the platform's fetch, and returns a redirect", async () => {
  const transport = open(['127.0.0.1']);
  expect(await (await transport.send(new URL(`http://127.0.0.1:${port}/`), {})).text()).toBe('hello');
  const moved = await transport.send(new URL(`http://127.0.0.1:${port}/moved`), {});
  expect([moved.status, moved.headers.get('location')]).toEqual([302, '/']);
});

it.each(['127.0.0.1', '10.0.0.1', '[::1]', '[fd00::1]', 'localhost', 'a.localhost', 'localhost.'])(
  'refuses %s, which is private whoever resolves it',
  async (host) => {
    const sending = open().send(new URL(`https://${host}:${port}/`), {});
    await expect(sending).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('allowHosts') });
  },
);

it.each<[string, boolean]>([
  ['corp.example', true],
  ['10.0.0.1', true],
  ['93.184.216.34', false],
  ['other.example', false],
])('takes %s for private: %s, since it resolves no names', async (host, expected) => {
  const allowHosts = host === 'other.example' ? [] : [host];
  expect(await open(allowHosts).isPrivateHost(new URL(`https://${host}/`))).toBe(expected);
});

it.each([
  ['proxy', 'http://proxy.example'],
  ['tls', { ca: 'certificate' }],
  ['lookup', async () => []],
])('refuses the option %s, which needs sockets', (name, value) => {
  expect(() => open([], { [name]: value })).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(new RegExp(`^${name} can't`)) }),
  );
});

it('accepts that no proxy is wanted', () => {
  expect(open([], { proxy: false }).proxyOf(new URL('https://a.example/'))).toBeUndefined();
});
