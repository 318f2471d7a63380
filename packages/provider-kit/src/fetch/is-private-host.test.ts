import { expect, it } from 'vitest';
import { isPrivateHost } from './is-private-host.ts';
import { createChooseProxy } from './proxy/choose-proxy.ts';

const addresses = new Map([
  ['inside.example', ['127.0.0.1']],
  ['mixed.example', ['93.184.216.34', '10.0.0.7']],
  ['public.example', ['93.184.216.34']],
]);

function isPrivate(host: string, { isProxied = false, isAllowed = true } = {}): Promise<boolean> {
  return isPrivateHost(new URL(`http://${host}/`), {
    allowHosts: isAllowed ? [host] : [],
    lookup: async (name) => {
      const found = addresses.get(name);
      if (found === undefined) throw new Error(`no addresses of ${name}`);
      return found.map((address) => ({ address }));
    },
    chooseProxy: createChooseProxy(isProxied && 'http://proxy.example', 'test'),
  });
}

it.each<[string, boolean]>([
  ['inside.example', true],
  ['mixed.example', true],
  ['public.example', false],
  ['unknown.example', false],
  ['10.0.0.7', true],
  ['[::1]', true],
  ['93.184.216.34', false],
])('%s is private: %s, if it is allowed', async (host, expected) => {
  expect(await isPrivate(host)).toBe(expected);
  expect(await isPrivate(host, { isAllowed: false })).toBe(false);
});

it('a name that a proxy resolves is taken for private if it is allowed, an address is not', async () => {
  expect(await isPrivate('public.example', { isProxied: true })).toBe(true);
  expect(await isPrivate('public.example', { isProxied: true, isAllowed: false })).toBe(false);
  expect(await isPrivate('93.184.216.34', { isProxied: true })).toBe(false);
});
