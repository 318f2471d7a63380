import { createPrompts, PromptError } from '@prompts/core';
import { type FaultServer, startFaultServer } from '@prompts/provider-testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MapStore } from '../../core/src/test-support/map-store.ts';
import type { HttpConfig, HttpOptions } from './config.ts';
import { http } from './http.ts';

const url = 'https://prompts.example/team/a.md';

function identify(config: HttpConfig, options: HttpOptions = {}) {
  return http(options).identity?.(config as never);
}

describe('two configs share one text', () => {
  it.each<[string, HttpConfig, HttpOptions, HttpConfig?, HttpOptions?]>([
    ['a relative URL, with the baseUrl of the options', { url: 'a.md' }, { baseUrl: 'prompts.example/team' }],
    ['a baseUrl with a scheme and a slash', { url: 'a.md' }, { baseUrl: 'https://prompts.example/team/' }],
    ['a baseUrl in the entry', { url: 'a.md', baseUrl: 'PROMPTS.example:443/team' }, {}],
    ['an unused baseUrl', { url, baseUrl: 'https://other.example' }, {}],
    ['another spelling of the URL', { url: 'https://prompts.example:443/x/../team/a.md#top' }, {}],
    ['auth: { token } and token', { url, token: 't' }, {}, { url, auth: { token: 't' } }],
    ['a token of the entry or of the options', { url, token: 't' }, {}, { url }, { token: 't' }],
    ['headers in upper case', { url, headers: { 'X-Key': 'k' } }, {}, { url }, { headers: { 'x-key': 'k' } }],
    ['no proxy', { url }, { proxy: false }],
    ['other credentials for the proxy', { url }, { proxy: 'http://ada:a@p.example' }, { url }, { proxy: 'p.example' }],
    ['an index with or without its file', { index: `${url}/` }, {}, { index: `${url}/index.json` }],
  ])('%s', (_, one, options, other = { url }, otherOptions = {}) => {
    expect(identify(one, options)).toEqual(identify(other, otherOptions));
  });

  it('unless the factory is for another server, which then gets none of its credentials', () => {
    const options = { baseUrl: 'https://other.example', token: 't', headers: { 'x-key': 'k' } };
    expect(identify({ url }, options)).toEqual(identify({ url }));
  });
});

it.each<[string, HttpConfig, HttpOptions?]>([
  ['another server', { url: 'team/a.md' }, { baseUrl: 'https://staging.example' }],
  ['another query', { url: `${url}?v=2` }],
  ['another part of the response', { url, select: '/a' }],
  ['an index', { index: url }],
  ['another token', { url }, { token: 't' }],
  ['another header', { url }, { headers: { 'x-tenant': 'a' } }],
  ['a proxy', { url }, { proxy: 'http://p.example:3128' }],
  ['a user name', { url }, { auth: { username: 'ada', password: 't' } }],
])('two configs with %s are two texts', (_, config, options) => {
  expect(identify(config, options)).not.toEqual(identify({ url }));
});

it.each(['key', 'api_key', 'apikey', 'access_token', 'token', 'sig', 'X-Amz-Signature'])(
  'a query parameter %s is part of the access, not of what is read',
  (name) => {
    const one = identify({ url: `${url}?page=a%20b&${name}=one` });
    expect(JSON.stringify(one?.source)).not.toContain('one');
    expect(one?.source).toEqual(identify({ url: `${url}?${name}=two&page=a%20b` })?.source);
    expect(one?.access).not.toEqual(identify({ url: `${url}?page=a%20b&${name}=two` })?.access);
  },
);

it('takes the name under which it is registered', () => {
  expect([http().name, http({}, { name: 'wiki' }).name]).toEqual(['http', 'wiki']);
});

describe('apps that share a store', () => {
  let server: FaultServer;
  let store: MapStore;
  const revoked = new Set<string>();
  beforeEach(async () => {
    store = new MapStore();
    revoked.clear();
    server = await startFaultServer((request) => {
      const token = request.headers.get('authorization') ?? request.headers.get('x-tenant') ?? 'nobody';
      if (revoked.has(token)) return new Response(null, { status: 401 });
      return new Response(`${new URL(request.url).pathname} for ${token}`);
    });
  });
  afterEach(() => server.close());

  async function read(options: HttpOptions, config: HttpConfig = { url: `${server.url}/a` }): Promise<string> {
    await using prompts = await createPrompts({
      systemPrompts: { it: { provider: 'http', config } },
      providers: [http({ allowHosts: ['127.0.0.1'], ...options })],
      cache: { store },
    });
    const writes = store.values.size;
    const { content } = await prompts.get('it');
    await expect.poll(() => store.values.size).toBeGreaterThanOrEqual(Math.max(writes, 1));
    return content;
  }

  it('share texts only if their options have the same credentials', async () => {
    expect(await read({ token: 'one' })).toBe('/a for Bearer one');
    expect(await read({ token: 'two' })).toBe('/a for Bearer two');
    expect(await read({ headers: { 'x-tenant': 'red' } })).toBe('/a for red');
    expect(await read({ headers: { 'x-tenant': 'blue' } })).toBe('/a for blue');
    expect(await read({})).toBe('/a for nobody');
    const requests = server.requests.length;
    expect(await read({ auth: { token: 'one' } })).toBe('/a for Bearer one');
    expect(server.requests).toHaveLength(requests);
  });

  it('share texts only if their options have the same baseUrl', async () => {
    const config = { url: 'a' };
    expect(await read({ baseUrl: `${server.url}/production` }, config)).toBe('/production/a for nobody');
    expect(await read({ baseUrl: `${server.url}/staging` }, config)).toBe('/staging/a for nobody');
  });

  it('read no text with a token that was revoked', async () => {
    expect(await read({ token: 'one' })).toBe('/a for Bearer one');
    revoked.add('Bearer two');
    const error = await read({ token: 'two' }).catch((thrown: unknown) => thrown);
    expect(PromptError.isInstance(error) && error.code).toBe('AUTH_FAILED');
  });
});
