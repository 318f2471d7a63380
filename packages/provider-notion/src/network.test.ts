import { type RequestListener, request as send } from 'node:http';
import { expect, it } from 'vitest';
import { makeAuthority } from '../../../scripts/test/servers/certificates.ts';
import { orSkip } from '../../../scripts/test/servers/or-skip.ts';
import { startProxy } from '../../../scripts/test/servers/proxy.ts';
import { startTlsServer } from '../../provider-kit/src/test-support/tls-server.ts';
import { notion } from './notion.ts';
import { paragraph } from './test-support/fake-blocks.ts';
import { startFakeNotion } from './test-support/fake-notion.ts';
import { context } from './test-support/start-provider.ts';

const config = { pageId: '2f1c8a6d-9b3e-4f70-81a2-b3c4d5e6f708' };

it('requests go through the proxy of the options, and errors name it', async () => {
  await using proxy = await startProxy({ authorization: 'Basic none' });
  const provider = notion({ token: 'text', proxy: proxy.url });
  await expect(provider.load(config, context)).rejects.toMatchObject({
    code: 'AUTH_FAILED',
    provider: 'notion',
    message: expect.stringContaining(`the proxy ${proxy.host} requires credentials (407)`),
  });
  expect(proxy.requests[0]?.line).toBe('CONNECT api.notion.com:443');
  expect(proxy.requests[0]?.headers).not.toHaveProperty('authorization');
  await provider.close?.();
});

it("the SDK's requests go through a proxy to a server with a private authority, with a client certificate", async () => {
  const { certificate: ca, server: client, elsewhere } = await orSkip(makeAuthority());
  await using fake = await startFakeNotion();
  const { id: pageId } = fake.page([paragraph('Hello')], { dataSourceId: fake.dataSource().id });
  const forward: RequestListener = (request, response) => {
    const { method, headers, url } = request;
    const forwarded = send(fake.url + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(forwarded);
  };
  await using server = await startTlsServer(elsewhere, forward, { requestCert: true, rejectUnauthorized: true, ca });
  await using proxy = await startProxy({ targets: { 'elsewhere.example:443': server.port } });
  const options = { token: fake.token(), baseUrl: 'https://elsewhere.example', proxy: proxy.url };
  const provider = notion({ ...options, tls: { ca, cert: client.certificate, key: client.key } });
  expect(await provider.load({ pageId }, context)).toMatchObject({ content: 'Hello' });
  expect(new Set(proxy.requests.map(({ line }) => line))).toEqual(new Set(['CONNECT elsewhere.example:443']));
  await provider.close?.();
  for (const tls of [{ cert: client.certificate, key: client.key }, { ca }]) {
    const stranger = notion({ ...options, tls });
    await expect(stranger.load({ pageId }, context)).rejects.toMatchObject({ provider: 'notion' });
    await stranger.close?.();
  }
});

it('texts are shared only between factories with the same proxy', () => {
  const identify = (proxy: string | false) => notion({ token: 'text', proxy }).identity?.(config);
  expect(identify('http://one.example')).toEqual(identify('http://ada:text@one.example'));
  expect(identify('http://one.example')).not.toEqual(identify('http://other.example'));
});
