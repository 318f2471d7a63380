import type { LoadContext } from '@prompts/core';
import { expect, it } from 'vitest';
import { startProxy } from '../../../scripts/test/servers/proxy.ts';
import { github } from './github.ts';

const config = { repo: 'company/ai-prompts', path: 'review.md' };
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const context: LoadContext = { signal: new AbortController().signal, logger };

it('requests go through the proxy of the options, whose failures are named', async () => {
  await using proxy = await startProxy({ authorization: 'Basic none' });
  const provider = github({ proxy: proxy.url });
  await expect(provider.load(config, context)).rejects.toMatchObject({
    code: 'AUTH_FAILED',
    provider: 'github',
    message: expect.stringContaining(`the proxy ${proxy.host} requires credentials (407)`),
  });
  expect(proxy.requests[0]?.line).toBe('CONNECT api.github.com:443');
  expect(proxy.requests[0]?.headers).not.toHaveProperty('authorization');
  await provider.close?.();
});

it('invalid network options are refused', () => {
  expect(() => github({ proxy: 'socks5://proxy.example', tls: { ca: 'authority.pem' } })).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/proxy uses socks5:.*tls\.ca must be a certificate/),
    }),
  );
});

it('texts are shared only between factories with the same proxy', () => {
  const identify = (proxy: string | false) => github({ proxy }).identity?.(config);
  expect(identify('http://one.example')).toEqual(identify('http://ada:text@one.example'));
  expect(identify('http://one.example')).not.toEqual(identify('http://other.example'));
  expect(identify(false)).toEqual(github().identity?.(config));
});
