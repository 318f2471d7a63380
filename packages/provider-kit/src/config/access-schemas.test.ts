import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { allowHostsSchema, proxySchema } from './access-schemas.ts';

it.each([
  'localhost',
  'localhost:8080',
  '127.0.0.1',
  '127.0.0.1:65535',
  '::1',
  'fd00::1234',
  '[::1]',
  '[::1]:8080',
  'Wiki.Corp.Example.',
  '*.corp.example',
  '*.corp.example:8443',
  'bücher.example',
  'under_score.example',
])('allowHosts may name %s', (host) => {
  expect(allowHostsSchema.parse([host])).toEqual([host]);
});

it.each([
  ['10.0.0.0/8', 'is a network, which is not supported: name each host'],
  ['fd00::/8', 'is a network'],
  ['https://corp.example', 'is not a host'],
  ['corp.example/', 'is not a host'],
  ['10.0.0.*', 'is not a host'],
  ['*', 'is not a host'],
  ['*.*.example', 'is not a host'],
  ['.corp.example', 'is not a host'],
  ['ada@corp.example', 'is not a host'],
  ['corp.example:99999', 'is not a host'],
  ['corp.example:', 'is not a host'],
  ['corp.example:http', 'is not a host'],
  ['[::1', 'is not a host'],
  ['::1:::', 'is not a host'],
  ['two words', 'is not a host'],
  ['', 'is not a host'],
])('allowHosts with %j is refused: it %s', (host, fault) => {
  const issues = allowHostsSchema.safeParse(['localhost', host]).error?.issues;
  expect(issues).toMatchObject([{ path: [1], message: expect.stringContaining(`'${host}' ${fault}`) }]);
});

it.each(['localhost', [7], [undefined], null])('allowHosts: %j is refused', (hosts) => {
  expect(allowHostsSchema.safeParse(hosts).error?.issues[0]?.message).toMatch(/^must be a list of hosts/);
});

const password = randomBytes(8).toString('hex');

it.each([undefined, false, 'proxy.example:3128', 'http://127.0.0.1:3128', `https://ada:${password}@proxy.example`])(
  'proxy may be %s',
  (proxy) => {
    expect(proxySchema.parse(proxy)).toBe(proxy);
  },
);

it.each([
  ['', /^is empty: is its environment variable set\? For no proxy, use false$/],
  [true, /^must be the URL of a proxy/],
  [null, /^must be the URL of a proxy/],
  [3128, /^must be the URL of a proxy/],
  [`socks5://ada:${password}@proxy.example`, /^uses socks5:, which is not supported: write http:/],
  [`http://ada:${password}#@proxy.example`, /^is not the URL of a proxy: write .* percent-encoded$/],
])('proxy: %j is refused', (proxy, message) => {
  const issues = proxySchema.safeParse(proxy).error?.issues;
  expect(issues).toMatchObject([{ message: expect.stringMatching(message) }]);
  expect(JSON.stringify(issues)).not.toContain(password);
});
