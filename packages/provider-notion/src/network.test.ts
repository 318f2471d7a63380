import { expect, it } from 'vitest';
import { startProxy } from '../../../scripts/test/servers/proxy.ts';
import { notion } from './notion.ts';
import { context } from './test-support/start-provider.ts';

const config = { pageId: '2f1c8a6d-9b3e-4f70-81a2-b3c4d5e6f708' };

it('requests go through the proxy of the options, whose failures are named', async () => {
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

it('texts are shared only between factories with the same proxy', () => {
  const identify = (proxy: string | false) => notion({ token: 'text', proxy }).identity?.(config);
  expect(identify('http://one.example')).toEqual(identify('http://ada:text@one.example'));
  expect(identify('http://one.example')).not.toEqual(identify('http://other.example'));
});
