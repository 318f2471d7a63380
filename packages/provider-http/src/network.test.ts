import { createPrompts } from '@prompts/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeAuthority } from '../../../scripts/test/servers/certificates.ts';
import { orSkip } from '../../../scripts/test/servers/or-skip.ts';
import { startProxy } from '../../../scripts/test/servers/proxy.ts';
import { MapStore } from '../../core/src/test-support/map-store.ts';
import { greet, startTlsServer } from '../../provider-kit/src/test-support/tls-server.ts';
import type { HttpOptions } from './config.ts';
import { http } from './http.ts';

beforeEach(() => {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy']) vi.stubEnv(name, undefined);
});
afterEach(() => void vi.unstubAllEnvs());

async function read(options: HttpOptions, store = new MapStore()): Promise<string> {
  await using prompts = await createPrompts({
    systemPrompts: { it: { provider: 'http', config: { url: 'https://elsewhere.example/a' } } },
    providers: [http(options)],
    cache: { store },
  });
  const { content } = await prompts.get('it');
  await expect.poll(() => store.values.size).toBeGreaterThan(0);
  return content;
}

it('a prompt is read through the proxy of the variables or the options, with a client certificate', async () => {
  const { certificate: ca, server: client, elsewhere } = await orSkip(makeAuthority());
  await using server = await startTlsServer(elsewhere, greet, { requestCert: true, rejectUnauthorized: true, ca });
  await using proxy = await startProxy({ targets: { 'elsewhere.example:443': server.port } });
  const tls = { ca, cert: client.certificate, key: client.key };
  expect(await read({ tls, proxy: proxy.url })).toBe('hello server');
  vi.stubEnv('HTTPS_PROXY', proxy.url);
  expect(await read({ tls })).toBe('hello server');
  expect(proxy.requests.map(({ line }) => line)).toEqual([
    'CONNECT elsewhere.example:443',
    'CONNECT elsewhere.example:443',
  ]);
});

it('apps that share a store share no text if their client certificates or their proxies are different', async () => {
  const { certificate: ca, server: client, elsewhere } = await orSkip(makeAuthority());
  await using one = await startTlsServer(elsewhere, greet, { requestCert: true, rejectUnauthorized: false, ca });
  await using other = await startTlsServer(elsewhere, (_, response) => response.end('hello from elsewhere'));
  await using proxy = await startProxy({ targets: { 'elsewhere.example:443': one.port } });
  await using otherProxy = await startProxy({ targets: { 'elsewhere.example:443': other.port } });
  const store = new MapStore();
  const identified = { ca, cert: client.certificate, key: client.key };
  expect(await read({ tls: { ca }, proxy: proxy.url }, store)).toBe('hello nobody');
  expect(await read({ tls: identified, proxy: proxy.url }, store)).toBe('hello server');
  expect(await read({ tls: { ca }, proxy: otherProxy.url }, store)).toBe('hello from elsewhere');
});
