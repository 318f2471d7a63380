import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { makeAuthority } from '../../../../scripts/test/servers/certificates.ts';
import { orSkip } from '../../../../scripts/test/servers/or-skip.ts';
import { startProxy } from '../../../../scripts/test/servers/proxy.ts';
import { greet, startTlsServer } from '../test-support/tls-server.ts';
import { type GuardedFetch, guardedFetch } from './guarded-fetch.ts';
import type { GuardedFetchOptions } from './guarded-fetch-options.ts';

let created: ReturnType<typeof createAuthorities> | undefined;
const createAuthorities = () => Promise.all([makeAuthority(), makeAuthority()]);
const authorities = () => (created ??= createAuthorities());

let fetch: GuardedFetch | undefined;
afterEach(() => fetch?.close());

async function read(url: string, options: Partial<GuardedFetchOptions>): Promise<string> {
  await fetch?.close();
  fetch = guardedFetch({ provider: 'test', allowHosts: ['127.0.0.1'], proxy: false, ...options });
  return (await fetch(url)).text();
}

describe('a server with the certificate of an authority of one’s own', () => {
  it('is trusted if tls.ca contains the authority, and else the error names that option', async () => {
    const [authority, other] = await orSkip(authorities());
    await using server = await startTlsServer(authority.server, greet);
    const url = `https://127.0.0.1:${server.port}/`;
    const { certificate: ca } = authority;
    for (const trusted of [ca, Buffer.from(ca), [other.certificate, ca]]) {
      expect(await read(url, { tls: { ca: trusted } })).toBe('hello nobody');
    }
    for (const tls of [undefined, {}, { ca: other.certificate }]) {
      await expect(read(url, { tls })).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        message: expect.stringMatching(
          /^127\.0\.0\.1:\d+ has a certificate that is not trusted \([A-Z_]+\): if you trust its authority, set tls\.ca/,
        ),
      });
    }
  });

  it('is refused if its certificate is that of another host', async () => {
    const [authority] = await orSkip(authorities());
    await using server = await startTlsServer(authority.elsewhere, greet);
    await expect(
      read(`https://127.0.0.1:${server.port}/`, { tls: { ca: authority.certificate } }),
    ).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('has the certificate of another host'),
    });
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a server that demands a client certificate over %s', (maxVersion) => {
  it('gets it directly and through a proxy', async () => {
    const [authority, other] = await orSkip(authorities());
    const { certificate: ca, elsewhere } = authority;
    const demands = { requestCert: true, rejectUnauthorized: true, ca, maxVersion };
    await using server = await startTlsServer(elsewhere, greet, demands);
    await using proxy = await startProxy({ targets: { 'elsewhere.example:443': server.port } });
    const lookup = async () => [{ address: '127.0.0.1' }];
    const routes: [string, Partial<GuardedFetchOptions>][] = [
      [`https://elsewhere.example:${server.port}/`, { lookup, allowHosts: ['elsewhere.example'] }],
      ['https://elsewhere.example/', { proxy: proxy.url, allowHosts: [] }],
    ];
    for (const [url, route] of routes) {
      const tls = { ca, cert: authority.server.certificate, key: Buffer.from(authority.server.key) };
      expect(await read(url, { ...route, tls })).toBe('hello server');
      const foreign = { ca, cert: other.server.certificate, key: other.server.key };
      for (const wrong of [{ ca }, foreign]) {
        const error = await read(url, { ...route, tls: wrong }).catch((thrown: unknown) => thrown);
        // Node's server says why it closes the connection only if there is no certificate, and only over TLS 1.2.
        const message =
          maxVersion === 'TLSv1.2' && wrong !== foreign
            ? /refused the TLS handshake .* set tls\.cert and tls\.key/
            : /failed: /;
        expect(error).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringMatching(message) });
        expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain('PRIVATE KEY');
      }
    }
  });
});
