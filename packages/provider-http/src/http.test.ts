import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { createPrompts, PromptError } from '@prompts/core';
import { fakeClock, refusedUrls } from '@prompts/provider-testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpPromptConfig } from './config.ts';
import { http } from './http.ts';
import { loadContext, type PageServer, startPageServer } from './test-support/page-server.ts';

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

const load = (more: Partial<HttpPromptConfig> = {}, path = '/a.md') =>
  provider.load({ url: server.url + path, ...more } as never, loadContext());

async function failureOf(attempt: Promise<unknown>): Promise<PromptError> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  expect(PromptError.isInstance(error)).toBe(true);
  return error as PromptError;
}

describe('a text', () => {
  it('comes with where it stands and when it was changed', async () => {
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

  it('may stand within JSON', async () => {
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

  it('is conditional by the ETag', async () => {
    server.pages.set('/a.md', { body: 'A', etag: 'W/"1"' });
    expect(await refresh()).toBe(true);
    expect([server.lastHeader('if-none-match'), server.downloads()]).toEqual(['W/"1"', 1]);
  });

  it('is conditional by Last-Modified where there is no ETag', async () => {
    server.pages.set('/a.md', { body: 'A', etag: false, headers: { 'last-modified': weekAgo } });
    expect(await refresh()).toBe(true);
    expect([server.lastHeader('if-modified-since'), server.downloads()]).toEqual([weekAgo, 1]);
  });

  it('does not trust a date that may still stand for another text', async () => {
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

  it('counts where the entry sets no ttl', async () => {
    expect(await readTwice({}, 599)).toBe('fresh');
    expect(await readTwice({}, 601)).toBe('stale');
  });

  it('gives way to the ttl of the entry', async () => {
    expect(await readTwice({ ttl: 30 }, 31)).toBe('stale');
    expect(await readTwice({ ttl: 900 }, 800)).toBe('fresh');
  });
});

describe('no error shows', () => {
  const secret = randomBytes(12).toString('hex');
  const shown = (error: PromptError) => inspect(error, { showHidden: true, depth: 9 }) + JSON.stringify(error);

  it.each([404, 500])('the query of a URL, when the answer is %i', async (status) => {
    server.fail({ kind: 'status', status });
    const error = await failureOf(load({}, `/a.md?key=${secret}`));
    expect(error.message).toContain(`GET ${server.url}/a.md answered ${status}`);
    expect(shown(error)).not.toContain(secret);
  });

  it.each(['reset', 'cut-body', 'binary', 'login-page', 'redirect-loop', 'gzip-bomb'] as const)(
    'the query or a header, when the source is broken: %s',
    async (kind) => {
      server.pages.set('/a.md', { body: 'A' });
      server.fail({ kind });
      const error = await failureOf(load({ headers: { 'x-api-key': secret } }, `/a.md?key=${secret}`));
      expect(server.lastHeader('x-api-key')).toBe(secret);
      expect(shown(error)).not.toContain(secret);
    },
  );

  it('the query of a URL that must not be asked', async () => {
    const refused = http();
    const error = await failureOf(refused.load({ url: `https://10.0.0.1/?key=${secret}` }, loadContext()));
    expect(error.code).toBe('FORBIDDEN');
    expect(shown(error)).not.toContain(secret);
  });
});

it.each(refusedUrls)('does not ask %s', async (url) => {
  const refused = http();
  expect((await failureOf(refused.load({ url }, loadContext()))).code).toBe('CONFIG_INVALID');
  await refused.close?.();
});

it('asks a source once for each failed load', async () => {
  server.fail({ kind: 'status', status: 503 });
  await failureOf(load());
  expect(server.requests).toHaveLength(1);
});
