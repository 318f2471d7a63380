import { expect, it } from 'vitest';
import { startProxy } from '../../../scripts/test/servers/proxy.ts';
import { confluence } from './confluence.ts';
import { context } from './test-support/start-provider.ts';

const config = { pageId: '456', baseUrl: 'company.atlassian.net' };

it('requests go through the proxy of the options, and errors name it', async () => {
  await using proxy = await startProxy({ authorization: 'Basic none' });
  const provider = confluence({ proxy: proxy.url });
  await expect(provider.load(config, context)).rejects.toMatchObject({
    code: 'AUTH_FAILED',
    provider: 'confluence',
    message: expect.stringContaining(`the proxy ${proxy.host} requires credentials (407)`),
  });
  expect(proxy.requests[0]?.line).toBe('CONNECT company.atlassian.net:443');
  await provider.close?.();
});

it('private servers are refused unless the options allow them', async () => {
  for (const baseUrl of ['https://127.0.0.1', 'https://[::1]:8443']) {
    await expect(confluence().load({ ...config, baseUrl }, context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
});

it('texts are shared only between factories with the same proxy', () => {
  const identify = (proxy: string | false) => confluence({ proxy }).identity?.(config);
  expect(identify('http://one.example')).toEqual(identify('http://ada:text@one.example'));
  expect(identify('http://one.example')).not.toEqual(identify('http://other.example'));
});
