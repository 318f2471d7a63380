import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { createPrompts, PromptError } from '@prompts/core';
import { fakeClock, refusedUrls } from '@prompts/provider-testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpPromptConfig } from './config.ts';
import { http } from './http.ts';
import { loadContext } from './test-support/load-context.ts';
import { type PageServer, startPageServer } from './test-support/page-server.ts';

let server: PageServer;
let provider: ReturnType<typeof http>;
beforeEach(async () => {
  server = await startPageServer();
  provider = http({ allowHosts: ['127.0.0.1'] });
});
afterEach(async () => {
  await provider.close?.();
  await server.close();
});

const load = (overrides: Partial<HttpPromptConfig> = {}, path = '/a.md') =>
  provider.load({ url: server.url + path, ...overrides } as never, loadContext());

async function catchError(attempt: Promise<unknown>): Promise<PromptError> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  expect(PromptError.isInstance(error)).toBe(true);
  return error as PromptError;
}

describe('a text', () => {
  it('has its URL and the time of its last change', async () => {
    server.pages.set('/a.md', {
      body: '# A',
      headers: { 'last-modified': 'Wed, 21 Oct 2015 07:28:00 GMT' },
      etag: '"1"',
    });
    expect(await load({}, '/a.md?v=1')).toEqual({
      content: '# A',
      uri: `${server.url}/a.md`,
      metadata: { updatedAt: '2015-10-21T07:28:00.000Z', etag: '"1"' },
    });
  });

  it('can be part of a JSON response', async () => {
    const body = JSON.stringify({ prompts: [{ 'the/text': 'You review.' }] });
    server.pages.set('/a.md', { body, headers: { 'content-type': 'application/json' } });
    expect((await load({ select: '/prompts/0/the~1text' })).content).toBe('You review.');
  });
});

describe('a refresh', () => {
  const weekAgo = new Date(Date.now() - 7 * 86_400_000).toUTCString();
  const refresh = async () => {
    const config = { url: `${server.url}/a.md` } as never;
    const previous = await provider.load(config, loadContext());
    return (await provider.refresh?.(config, loadContext({ previous }))) === previous;
  };

  it('is conditional with the ETag', async () => {
    server.pages.set('/a.md', { body: 'A', etag: 'W/"1"' });
    expect(await refresh()).toBe(true);
    expect([server.lastHeader('if-none-match'), server.downloads()]).toEqual(['W/"1"', 1]);
  });

  it('is conditional with Last-Modified if there is no ETag', async () => {
    server.pages.set('/a.md', { body: 'A', etag: false, headers: { 'last-modified': weekAgo } });
    expect(await refresh()).toBe(true);
    expect([server.lastHeader('if-modified-since'), server.downloads()]).toEqual([weekAgo, 1]);
  });

  it('is not conditional with a date that may not be unique to the text', async () => {
    const headers = { 'last-modified': new Date().toUTCString(), date: new Date().toUTCString() };
    server.pages.set('/a.md', { body: 'A', etag: false, headers });
    expect(await refresh()).toBe(false);
    expect([server.lastHeader('if-modified-since'), server.downloads()]).toEqual([undefined, 2]);
  });
});

describe('Cache-Control', () => {
  async function readTwice(cache: { ttl?: number }, afterSeconds: number) {
    server.pages.set('/a.md', { body: 'A', headers: { 'cache-control': 'max-age=600' } });
    const clock = fakeClock();
    await using prompts = await createPrompts({
      systemPrompts: { a: { provider: 'http', config: { url: `${server.url}/a.md` }, cache } },
      providers: [provider],
      cache: { ttl: 60 },
      preload: false,
      clock,
    });
    await prompts.get('a');
    await clock.advance(afterSeconds * 1000);
    return (await prompts.get('a')).state;
  }

  it('applies if the entry has no ttl', async () => {
    expect(await readTwice({}, 599)).toBe('fresh');
    expect(await readTwice({}, 601)).toBe('stale');
  });

  it('is overridden by the ttl of the entry', async () => {
    expect(await readTwice({ ttl: 30 }, 31)).toBe('stale');
    expect(await readTwice({ ttl: 900 }, 800)).toBe('fresh');
  });
});

describe('the freshness of a text', () => {
  const load = async (headers: Record<string, string>) => {
    server.pages.set('/a.md', { body: 'A', headers });
    const config = { url: `${server.url}/a.md` } as never;
    const template = await provider.load(config, loadContext());
    const refresh = async (later: Record<string, string>, previous = template) => {
      server.pages.set('/a.md', { body: 'A', headers: later });
      return provider.refresh?.(config, loadContext({ previous }));
    };
    return { template, refresh };
  };

  it.each(['no-cache', 'no-store', 'max-age=0', 'public, max-age=0, must-revalidate'])('is 0 for %s', async (value) => {
    expect((await load({ 'cache-control': value })).template.maxAge).toBe(0);
  });

  it('is replaced by that of a 304 response', async () => {
    const { template, refresh } = await load({ 'cache-control': 'max-age=300', age: '299' });
    expect(template.maxAge).toBe(1);
    const updated = await refresh({ 'cache-control': 'max-age=300', age: '0' });
    expect(updated).toEqual({ ...template, maxAge: 300 });
    expect(await refresh({ 'cache-control': 'max-age=60' }, updated)).toEqual({ ...template, maxAge: 60 });
    expect(server.downloads()).toBe(1);
  });

  it('begins again with a 304 response without Cache-Control', async () => {
    const { template, refresh } = await load({ 'cache-control': 'max-age=300', age: '299' });
    const updated = await refresh({ age: '100' });
    expect(updated).toEqual({ ...template, maxAge: 200 });
    expect(await refresh({}, updated)).toEqual({ ...template, maxAge: 300 });
  });

  it('stays the same, and so does the template, if a 304 response says nothing else', async () => {
    const { template, refresh } = await load({ 'cache-control': 'max-age=300' });
    expect(await refresh({ 'cache-control': 'max-age=300' })).toBe(template);
  });
});

it('a refresh of many texts requests each once, and downloads only those that changed', async () => {
  for (const path of ['/a', '/b', '/c']) server.pages.set(path, { body: path });
  const entry = (path: string) => ({ provider: 'http', config: { url: server.url + path }, required: true });
  await using prompts = await createPrompts({
    systemPrompts: { a: entry('/a'), b: entry('/b'), c: entry('/c') },
    providers: [provider],
  });
  server.pages.set('/a', { body: 'changed' });
  const before = [server.requests.length, server.downloads()] as const;
  expect(await prompts.refresh()).toMatchObject({ changed: ['a'], failed: [] });
  expect([server.requests.length - before[0], server.downloads() - before[1]]).toEqual([3, 1]);
  expect((await prompts.get('a')).content).toBe('changed');
});

describe('an error never contains', () => {
  const secret = randomBytes(12).toString('hex');
  const print = (error: PromptError) => inspect(error, { showHidden: true, depth: 9 }) + JSON.stringify(error);

  it.each([404, 500])('the query of a URL whose response is %i', async (status) => {
    server.fail({ kind: 'status', status });
    const error = await catchError(load({}, `/a.md?key=${secret}`));
    expect(error.message).toContain(`GET ${server.url}/a.md returned ${status}`);
    expect(print(error)).not.toContain(secret);
  });

  it.each(['reset', 'cut-body', 'binary', 'login-page', 'redirect-loop', 'gzip-bomb'] as const)(
    'the query or a header of a failed request: %s',
    async (kind) => {
      server.pages.set('/a.md', { body: 'A' });
      server.fail({ kind });
      const error = await catchError(load({ headers: { 'x-api-key': secret } }, `/a.md?key=${secret}`));
      expect(server.lastHeader('x-api-key')).toBe(secret);
      expect(print(error)).not.toContain(secret);
    },
  );

  it('the query of a URL that is refused', async () => {
    const strict = http();
    const error = await catchError(strict.load({ url: `https://10.0.0.1/?key=${secret}` }, loadContext()));
    expect(error.code).toBe('FORBIDDEN');
    expect(print(error)).not.toContain(secret);
  });
});

it.each(refusedUrls)('%s is refused', async (url) => {
  const strict = http();
  expect((await catchError(strict.load({ url }, loadContext()))).code).toBe('CONFIG_INVALID');
  await strict.close?.();
});

it('a failed load sends one request', async () => {
  server.fail({ kind: 'status', status: 503 });
  await catchError(load());
  expect(server.requests).toHaveLength(1);
});
