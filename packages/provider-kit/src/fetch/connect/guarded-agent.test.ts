import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../../../scripts/test/servers/free-port.ts';
import { type GuardedFetch, guardedFetch } from '../guarded-fetch.ts';
import { chooseAddresses } from './resolve-addresses.ts';

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

describe('of a name with 500 addresses, none of which accepts connections,', () => {
  /** The addresses that are dialled, in order. undici announces each socket of its connector by no channel: Node does. */
  const dialled: Socket[] = [];
  const onSocket = (message: unknown) => dialled.push((message as { socket: Socket }).socket);
  beforeEach(() => {
    dialled.length = 0;
    subscribe('net.client.socket', onSocket);
  });
  afterEach(() => void unsubscribe('net.client.socket', onSocket));
  const addresses = Array.from({ length: 500 }, (_, index) => ({ address: `127.1.${index >> 8}.${index & 255}` }));
  const allowHosts = ['prompts.example'];

  it('only a few are dialled', async () => {
    get = guardedFetch({ provider: 'test', allowHosts, lookup: async () => addresses });
    await expect(get(`http://prompts.example:${await freePort()}/`)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(dialled).toHaveLength(4);
  });

  it.each<[string, (caller: AbortController) => unknown]>([
    ['close()', () => get.close()],
    ['the request is aborted', (caller) => caller.abort()],
  ])('none is dialled after %s', async (_, end) => {
    const caller = new AbortController();
    const resolved = Promise.withResolvers<typeof addresses>();
    const asked = Promise.withResolvers<void>();
    const lookup = async () => {
      asked.resolve();
      return resolved.promise;
    };
    get = guardedFetch({ provider: 'test', allowHosts, lookup });
    const reading = get(`http://prompts.example:${await freePort()}/`, { signal: caller.signal });
    await asked.promise;
    const settled = expect(reading).rejects.toThrow();
    await end(caller);
    resolved.resolve(addresses);
    await settled;
    await new Promise(setImmediate);
    expect(dialled).toHaveLength(0);
  });
});

it.each([
  [['127.0.0.1'], ['127.0.0.1']],
  [
    ['1::1', '1::2', '1::3', '1::4', '1::5', '10.0.0.1'],
    ['1::1', '10.0.0.1', '1::2', '1::3'],
  ],
  [
    ['10.0.0.1', '10.0.0.2', '1::1', '1::2', '1::3'],
    ['10.0.0.1', '1::1', '10.0.0.2', '1::2'],
  ],
])('of the addresses %j, %j are tried', (addresses, chosen) => {
  expect(chooseAddresses(addresses)).toEqual(chosen);
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
