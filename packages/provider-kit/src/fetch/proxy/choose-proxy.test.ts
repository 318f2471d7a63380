import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createChooseProxy } from './choose-proxy.ts';

const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
beforeEach(() => {
  for (const name of names) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

function choose(url: string, option?: string | false): string | undefined {
  return createChooseProxy(option, 'acme')(new URL(url))?.url.host;
}

const [http, https] = ['http://a.example/', 'https://a.example/'];

it('chooses none without variables', () => {
  expect([choose(http), choose(https)]).toEqual([undefined, undefined]);
});

it.each(names.slice(0, 4))('chooses the proxy in %s for the URLs of that scheme', (name) => {
  vi.stubEnv(name, 'http://proxy.example:3128');
  const isForHttps = name.toUpperCase() === 'HTTPS_PROXY';
  expect(choose(https)).toBe(isForHttps ? 'proxy.example:3128' : undefined);
  expect(choose(http)).toBe(isForHttps ? undefined : 'proxy.example:3128');
});

it.runIf(process.platform !== 'win32')('prefers a variable in lower case, unless it is empty', () => {
  vi.stubEnv('HTTPS_PROXY', 'http://upper.example');
  vi.stubEnv('https_proxy', 'http://lower.example');
  expect(choose(https)).toBe('lower.example');
  vi.stubEnv('https_proxy', '');
  expect(choose(https)).toBe('upper.example');
  vi.stubEnv('HTTPS_PROXY', '');
  expect(choose(https)).toBeUndefined();
});

it.each(['NO_PROXY', 'no_proxy'])('chooses none for a host in %s', (name) => {
  vi.stubEnv('HTTPS_PROXY', 'http://proxy.example');
  vi.stubEnv(name, 'b.example, a.example');
  expect(choose(https)).toBeUndefined();
  expect(choose('https://c.example/')).toBe('proxy.example');
});

it('chooses the proxy of the option instead of all variables', () => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY']) vi.stubEnv(name, 'http://variable.example');
  vi.stubEnv('NO_PROXY', '*');
  for (const url of [http, https]) {
    expect(choose(url, 'http://option.example')).toBe('option.example');
    expect(choose(url, false)).toBeUndefined();
  }
});

it.runIf(process.platform !== 'win32')('names a variable as it is set: in lower case', () => {
  vi.stubEnv('HTTPS_PROXY', 'http://upper.example');
  vi.stubEnv('https_proxy', 'socks5://lower.example');
  expect(() => choose(https)).toThrow(/^https_proxy uses socks5:/);
});

it('names the variable whose value can’t be used, and only for the URLs of its scheme', () => {
  vi.stubEnv('HTTP_PROXY', 'socks5://proxy.example');
  expect(() => choose(http)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(/^HTTP_PROXY uses socks5:/i) }),
  );
  expect(choose(https)).toBeUndefined();
});
