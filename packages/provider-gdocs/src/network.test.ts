import { expect, it } from 'vitest';
import { startProxy } from '../../../scripts/test/servers/proxy.ts';
import { configSchema } from './config-schema.ts';
import { gdocs } from './gdocs.ts';
import { context } from './test-support/start-provider.ts';

const config = configSchema.parse({ documentId: '1AbC_dEf-1234567890' });

it.each([
  [{ token: 'text' }, 'CONNECT www.googleapis.com:443'],
  [{ clientId: 'a', clientSecret: 'b', refreshToken: 'c' }, 'CONNECT oauth2.googleapis.com:443'],
])('sends requests through the proxy of the options, including those for access tokens: %j', async (auth, line) => {
  await using proxy = await startProxy({ authorization: 'Basic none' });
  const provider = gdocs({ proxy: proxy.url, auth });
  await expect(provider.load(config, context)).rejects.toMatchObject({
    code: 'AUTH_FAILED',
    provider: 'gdocs',
    message: expect.stringContaining(`the proxy ${proxy.host} requires credentials (407)`),
  });
  expect(proxy.requests.map((request) => request.line)).toEqual([line]);
  expect(proxy.requests[0]?.headers).not.toHaveProperty('authorization');
  await provider.close?.();
});

it('refuses a private rootUrl that the factory does not allow', async () => {
  const provider = gdocs();
  const privateConfig = configSchema.parse({
    documentId: '1AbC_dEf-1234567890',
    rootUrl: 'https://127.0.0.1:8443',
    auth: { token: 'text' },
  });
  await expect(provider.load(privateConfig, context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await provider.close?.();
});
