import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { parseProxy } from './parse-proxy.ts';

const password = randomBytes(8).toString('hex');
const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

it.each<[string, string, string?]>([
  ['http://proxy.example:3128', 'http://proxy.example:3128'],
  ['http://proxy.example:3128/', 'http://proxy.example:3128'],
  ['proxy.example:3128', 'http://proxy.example:3128'],
  ['localhost:3128', 'http://localhost:3128'],
  ['https://proxy.example', 'https://proxy.example'],
  ['http://[::1]:3128', 'http://[::1]:3128'],
  [`http://ada:${password}@proxy.example`, 'http://proxy.example', basic(`ada:${password}`)],
  [`ada:${password}@proxy.example:3128`, 'http://proxy.example:3128', basic(`ada:${password}`)],
  ['http://ada@proxy.example', 'http://proxy.example', basic('ada:')],
  ['http://corp%5Cada:a%40b%3Ac@proxy.example', 'http://proxy.example', basic('corp\\ada:a@b:c')],
  ['http://ada:100%@proxy.example', 'http://proxy.example', basic('ada:100%')],
  ['http://ada:grün@proxy.example', 'http://proxy.example', basic('ada:grün')],
])('%s is the proxy at %s', (written, origin, authorization) => {
  const proxy = parseProxy(written, 'proxy', 'acme');
  expect([proxy.url.origin, proxy.authorization]).toEqual([origin, authorization]);
  expect(proxy.url.href).not.toContain('@');
});

it.each([
  ['', 'is not the URL of a proxy'],
  ['two words', 'is not the URL of a proxy'],
  ['http://', 'is not the URL of a proxy'],
  ['http://proxy.example:99999', 'is not the URL of a proxy'],
  [`http://ada:${password}#@proxy.example`, 'is not the URL of a proxy'],
  [`http://ada:12/${password}@proxy.example`, 'has a path'],
  [`ftp://ada:${password}@proxy.example`, 'uses ftp:, which is not supported'],
  [`socks5://ada:${password}@proxy.example:1080`, 'uses socks5:, which is not supported'],
  ['http://proxy.example/proxy.pac', 'has a path'],
  [`http://proxy.example?key=${password}`, 'has a path, a query or a fragment'],
])('%s is refused because it %s', (written, fault) => {
  let error: unknown;
  try {
    parseProxy(written, 'HTTPS_PROXY', 'acme');
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({
    code: 'CONFIG_INVALID',
    provider: 'acme',
    message: expect.stringContaining(`HTTPS_PROXY ${fault}`),
  });
  expect(inspect(error, { showHidden: true })).not.toContain(password);
});
