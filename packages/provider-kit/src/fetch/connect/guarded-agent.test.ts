import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type GuardedFetch, guardedFetch } from '../guarded-fetch.ts';

const server = createServer((_, response) => response.setHeader('connection', 'close').end('hello'));
let origin: string;
beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://prompts.example:${(server.address() as AddressInfo).port}`;
});
let get: GuardedFetch;
afterEach(async () => {
  await get.close();
  server.close();
});

it('connects to the address that was checked: a name is resolved once for each connection', async () => {
  const answers = [[{ address: '127.0.0.1' }], [{ address: '10.0.0.7' }]];
  let lookups = 0;
  const lookup = async () => answers[lookups++] ?? [];
  get = guardedFetch({ provider: 'test', allowHosts: ['prompts.example'], lookup });
  expect(await (await get(origin)).text()).toBe('hello');
  expect(lookups).toBe(1);
});

it('tries the next address if one does not accept connections', async () => {
  const lookup = async () => [{ address: '::1' }, { address: '127.0.0.2' }, { address: '127.0.0.1' }];
  get = guardedFetch({ provider: 'test', allowHosts: ['prompts.example'], lookup });
  expect(await (await get(origin)).text()).toBe('hello');
});

it('resolves a name again for the next connection, and refuses a private address', async () => {
  let lookups = 0;
  const lookup = async () => {
    lookups += 1;
    return [{ address: '10.0.0.7' }];
  };
  get = guardedFetch({ provider: 'test', allowHosts: [], lookup });
  for (const expected of [1, 2]) {
    await expect(get('https://prompts.example/')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(lookups).toBe(expected);
  }
});

it('refuses a name without addresses, and one with an invalid address', async () => {
  for (const addresses of [[], [{ address: 'prompts.example' }]]) {
    get = guardedFetch({ provider: 'test', lookup: async () => addresses });
    await expect(get('https://prompts.example/')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
});

it('throws UNAVAILABLE if the name can’t be resolved', async () => {
  const lookup = async () => Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }));
  get = guardedFetch({ provider: 'test', lookup });
  await expect(get('https://prompts.example/')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('ENOTFOUND'),
  });
});
