import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeAuthority } from '../../../../scripts/test/servers/certificates.ts';
import { freePort } from '../../../../scripts/test/servers/free-port.ts';
import { orSkip } from '../../../../scripts/test/servers/or-skip.ts';
import { startProxy } from '../../../../scripts/test/servers/proxy.ts';
import { greet, startTlsServer } from '../test-support/tls-server.ts';
import { type GuardedFetch, guardedFetch } from './guarded-fetch.ts';
import type { GuardedFetchOptions } from './guarded-fetch-options.ts';

let created: ReturnType<typeof makeAuthority> | undefined;
const createAuthority = () => (created ??= makeAuthority());

const variables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
const fetches: GuardedFetch[] = [];
let lookups: string[];
beforeEach(() => {
  lookups = [];
  for (const name of variables) vi.stubEnv(name, undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const fetch of fetches.splice(0)) await fetch.close();
});

function guard(options: Partial<GuardedFetchOptions> = {}): GuardedFetch {
  const lookup = async (name: string) => {
    lookups.push(name);
    return [{ address: '127.0.0.1' }];
  };
  const fetch = guardedFetch({ provider: 'test', lookup, ...options });
  fetches.push(fetch);
  return fetch;
}

const read = async (url: string, options: Partial<GuardedFetchOptions>) => (await guard(options)(url)).text();
const fail = (url: string, options: Partial<GuardedFetchOptions>) =>
  read(url, options).catch((thrown: unknown) => thrown);

async function serve(respond: RequestListener) {
  const server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dispose = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: dispose };
}

const user = 'corp\\ada';
const password = `${randomBytes(8).toString('hex')}@:/#%`;
const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const withCredentials = (url: string, secret = password) =>
  url.replace('://', `://${encodeURIComponent(user)}:${encodeURIComponent(secret)}@`);

const secureUrl = 'https://elsewhere.example/a?b';
const plainUrl = 'http://prompts.example/a?b';
const allowHosts = ['prompts.example'];

async function startSecure(options: Parameters<typeof startProxy>[0] = {}) {
  const authority = await orSkip(createAuthority());
  const server = await startTlsServer(authority.elsewhere, greet);
  const proxy = await startProxy({ targets: { 'elsewhere.example:443': server.port }, ...options });
  const dispose = async () => {
    await proxy[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  };
  return { authority, proxy, tls: { ca: authority.certificate }, [Symbol.asyncDispose]: dispose };
}

describe('through a proxy', () => {
  it('an https: request goes in a tunnel, with the name unresolved and credentials for the proxy alone', async () => {
    await using secure = await startSecure({ authorization });
    const { proxy, tls } = secure;
    expect(await read(secureUrl, { proxy: withCredentials(proxy.url), tls })).toBe('hello nobody');
    expect(proxy.requests).toMatchObject([
      { line: 'CONNECT elsewhere.example:443', headers: { host: 'elsewhere.example:443' } },
    ]);
    expect(lookups).toEqual([]);
  });

  it('an http: request goes in absolute form, with credentials for the proxy alone', async () => {
    const seen: unknown[] = [];
    await using server = await serve((request, response) => {
      seen.push(request.url, request.headers.host, request.headers['proxy-authorization'], request.headers['x-key']);
      response.end('hello');
    });
    await using proxy = await startProxy({ targets: { 'prompts.example:80': server.port }, authorization });
    const fetch = guard({ proxy: withCredentials(proxy.url), allowHosts });
    for (const _ of [1, 2]) {
      expect(await (await fetch(plainUrl, { headers: { 'x-key': 'k' } })).text()).toBe('hello');
    }
    expect(proxy.requests.map(({ line }) => line)).toEqual([`GET ${plainUrl}`, `GET ${plainUrl}`]);
    expect(seen.slice(0, 4)).toEqual(['/a?b', 'prompts.example', undefined, 'k']);
    expect(lookups).toEqual([]);
  });

  it('a proxy that is itself reached by TLS is trusted by the same authorities', async () => {
    const { server: certificate, certificate: ca, elsewhere } = await orSkip(createAuthority());
    await using server = await startTlsServer(elsewhere, greet);
    await using proxy = await startProxy({ targets: { 'elsewhere.example:443': server.port }, certificate });
    expect(await read(secureUrl, { proxy: proxy.url, tls: { ca } })).toBe('hello nobody');
    expect(await fail(secureUrl, { proxy: proxy.url })).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(`^the proxy ${proxy.host} has a certificate that is not trusted .* set tls.ca`),
    });
  });

  it('a server whose certificate is not trusted is named, not the proxy', async () => {
    await using secure = await startSecure();
    expect(await fail(secureUrl, { proxy: secure.proxy.url })).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/^elsewhere\.example has a certificate that is not trusted/),
    });
  });

  it.each([
    'https://127.0.0.1/',
    'https://10.0.0.1/',
    'https://169.254.169.254/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://2130706433/',
    'https://localhost/',
    'https://localhost./',
    'https://SUB.localhost/',
  ])('%s is refused before the proxy is asked', async (url) => {
    await using proxy = await startProxy();
    expect(await fail(url, { proxy: proxy.url })).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('allowHosts'),
    });
    expect(proxy.requests).toEqual([]);
  });

  it('plain http: to a host that is not allowed is refused', async () => {
    await using proxy = await startProxy();
    expect(await fail(plainUrl, { proxy: proxy.url })).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(proxy.requests).toEqual([]);
  });

  it('an address that is allowed is reached', async () => {
    await using server = await serve((_, response) => response.end('hello'));
    await using proxy = await startProxy({ targets: { [`127.0.0.1:${server.port}`]: server.port } });
    const options = { proxy: proxy.url, allowHosts: ['127.0.0.1'] };
    expect(await read(`http://127.0.0.1:${server.port}/`, options)).toBe('hello');
    expect(proxy.requests).toHaveLength(1);
  });
});

describe('the variables', () => {
  it.each([
    ['HTTPS_PROXY', secureUrl],
    ['https_proxy', secureUrl],
    ['HTTP_PROXY', plainUrl],
    ['http_proxy', plainUrl],
  ])('%s is the proxy for %s, unless NO_PROXY excludes it or the option is false', async (name, url) => {
    await using proxy = await startProxy({ status: 418 });
    vi.stubEnv(name, proxy.url);
    await fail(url, { allowHosts });
    expect(proxy.requests).toHaveLength(1);
    await fail(url, { allowHosts, proxy: false });
    vi.stubEnv('NO_PROXY', '*.other.example, elsewhere.example, prompts.example:80');
    await fail(url, { allowHosts });
    expect(proxy.requests).toHaveLength(1);
    expect(lookups).toEqual([new URL(url).hostname, new URL(url).hostname]);
  });

  it('are all replaced by the option', async () => {
    await using proxy = await startProxy({ status: 418 });
    vi.stubEnv('NO_PROXY', '*');
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:1');
    await fail(secureUrl, { proxy: proxy.url });
    expect(proxy.requests).toHaveLength(1);
  });

  it('are named if their value can’t be used, without the value', async () => {
    vi.stubEnv('HTTPS_PROXY', `socks5://ada:${encodeURIComponent(password)}@127.0.0.1:1080`);
    const error = await fail(secureUrl, {});
    expect(error).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/^HTTPS_PROXY uses socks5:/),
    });
    expect(inspect(error)).not.toContain(encodeURIComponent(password));
  });
});

describe('a proxy that fails', () => {
  const wrong = randomBytes(8).toString('hex');
  const cases: [string, Parameters<typeof startProxy>[0], string | undefined, string, RegExp][] = [
    ['without credentials', { authorization }, undefined, 'AUTH_FAILED', /requires credentials \(407\): add them/],
    ['with wrong credentials', { authorization }, wrong, 'AUTH_FAILED', /rejected the credentials in its URL \(407\)/],
    [
      'that closes the connection',
      { fault: 'closes' },
      wrong,
      'UNAVAILABLE',
      /closed the connection|failed: UND_ERR_SOCKET/,
    ],
    ['that hangs', { fault: 'hangs' }, wrong, 'TIMEOUT', /through the proxy/],
  ];
  it.each(cases)('%s is named, without its password', async (_, options, secret, code, message) => {
    await using proxy = await startProxy(options);
    for (const url of [secureUrl, plainUrl]) {
      const address = secret === undefined ? proxy.url : withCredentials(proxy.url, secret);
      const error = await fail(url, { proxy: address, allowHosts, timeout: code === 'TIMEOUT' ? 0.3 : 30 });
      expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
      expect(error).toMatchObject({ message: expect.stringContaining(`the proxy ${proxy.host}`) });
      if (secret !== undefined) expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain(secret);
    }
  });

  it('that is down is named', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    for (const url of [secureUrl, plainUrl]) {
      expect(await fail(url, { proxy: withCredentials(`http://${host}`), allowHosts })).toMatchObject({
        code: 'UNAVAILABLE',
        message: `the proxy ${host} can't be reached, or closed the connection (ECONNREFUSED)`,
      });
    }
  });

  it.each([
    [401, 'AUTH_FAILED', /requires credentials \(401\)/],
    [403, 'FORBIDDEN', /does not allow connections to elsewhere\.example:443 \(403\)/],
    [502, 'UNAVAILABLE', /did not connect to elsewhere\.example:443: it returned 502/],
  ])('to open a tunnel with %i is %s', async (status, code, message) => {
    await using proxy = await startProxy({ status });
    expect(await fail(secureUrl, { proxy: proxy.url })).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('to respond to CONNECT within 10 s is named', async () => {
    await using proxy = await startProxy({ fault: 'hangs' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const reading = fail(secureUrl, { proxy: proxy.url });
      await expect.poll(() => proxy.requests).toHaveLength(1);
      vi.advanceTimersByTime(10_000);
      expect(await reading).toMatchObject({
        code: 'TIMEOUT',
        message: `the proxy ${proxy.host} did not respond within 10 s`,
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it('to respond is left by close(): no handle stays open', async () => {
    await using proxy = await startProxy({ fault: 'hangs' });
    const fetch = guard({ proxy: proxy.url });
    const reading = fetch(secureUrl).catch((thrown: unknown) => thrown);
    await expect.poll(() => proxy.requests.length).toBe(1);
    await fetch.close();
    expect(await reading).toMatchObject({ code: 'UNAVAILABLE' });
    await expect.poll(() => proxy.connections).toBe(0);
  });
});

describe('a redirect', () => {
  it('from a public host into private space is refused, from private space it is followed', async () => {
    const { elsewhere, certificate: ca } = await orSkip(createAuthority());
    await using inside = await serve((_, response) => response.end('inside'));
    const location = `https://127.0.0.1:${inside.port}/`;
    const redirect: RequestListener = (_, response) => response.writeHead(302, { location }).end();
    await using hostile = await startTlsServer(elsewhere, redirect);
    await using proxy = await startProxy({ targets: { 'elsewhere.example:443': hostile.port } });
    const options = { proxy: proxy.url, tls: { ca } };
    expect(await fail(secureUrl, { ...options, allowHosts: ['127.0.0.1'] })).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/redirects from a public address to '127\.0\.0\.1:\d+'/),
    });
    expect(proxy.requests).toHaveLength(1);
    const trusting = { ...options, allowHosts: ['127.0.0.1', 'elsewhere.example'] };
    expect(await fail(secureUrl, trusting)).toMatchObject({ code: 'UNAVAILABLE' });
    expect(proxy.requests.at(-1)?.line).toBe(`CONNECT 127.0.0.1:${inside.port}`);
  });
});
