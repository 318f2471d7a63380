import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followRedirect } from './follow-redirect.ts';
import { type GuardedFetch, guardedFetch } from './guarded-fetch.ts';

interface ReceivedRequest {
  readonly method: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Redirects `/301?<url>` with that status to the URL. Records and answers every other request. */
async function startRedirecting() {
  const received: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const [, status, to] = /^\/(\d{3})\?(.*)$/.exec(request.url ?? '') ?? [];
    if (status !== undefined) return response.writeHead(Number(status), { location: to }).end();
    received.push({ method: request.method, headers: request.headers, body: await text(request) });
    return response.end('there');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, received, [Symbol.asyncDispose]: async () => void server.close() };
}

let get: GuardedFetch;
beforeEach(() => {
  get = guardedFetch({ provider: 'test', allowHosts: ['127.0.0.1'] });
});
afterEach(() => get.close());

const headers = {
  authorization: 'Bearer a',
  'x-api-key': 'b',
  cookie: 'c=d',
  'if-none-match': '"1"',
  accept: 'text/plain',
};
const appHeaders = Object.keys(headers).filter((name) => name !== 'accept');

describe('a redirect', () => {
  it('within an origin keeps all headers', async () => {
    await using server = await startRedirecting();
    await get(`${server.url}/302?/there`, { headers });
    expect(server.received[0]?.headers).toMatchObject(headers);
  });

  it('to another origin, even if only the port differs, drops the headers of the app', async () => {
    await using server = await startRedirecting();
    await using other = await startRedirecting();
    await get(`${server.url}/302?${other.url}/there`, { headers });
    for (const name of appHeaders) expect(other.received[0]?.headers).not.toHaveProperty(name);
    expect(other.received[0]?.headers.accept).toBe('text/plain');
  });

  it('to another origin and back does not restore the headers', async () => {
    await using server = await startRedirecting();
    await using other = await startRedirecting();
    await get(`${server.url}/302?${other.url}/302?${server.url}/there`, { headers });
    for (const name of appHeaders) expect(server.received[0]?.headers).not.toHaveProperty(name);
  });

  it.each([
    [301, 'GET', ''],
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'asked'],
    [308, 'POST', 'asked'],
  ])('with %i turns a POST into a %s with the body %j', async (status, method, body) => {
    await using server = await startRedirecting();
    await get(`${server.url}/${status}?/there`, { method: 'POST', body: 'asked' });
    expect(server.received).toMatchObject([{ method, body }]);
  });

  it.each(['GET', 'HEAD'])('with 303 leaves a %s as it is', async (method) => {
    await using server = await startRedirecting();
    await get(`${server.url}/303?/there`, { method });
    expect(server.received).toMatchObject([{ method }]);
  });

  it('that drops the body drops the headers that describe it', async () => {
    await using server = await startRedirecting();
    const sent = { 'content-type': 'text/plain', 'content-length': '5', accept: 'text/plain' };
    await get(`${server.url}/302?/there`, { method: 'post', body: 'asked', headers: sent });
    expect(server.received).toMatchObject([{ method: 'GET', headers: { accept: 'text/plain' } }]);
    expect(server.received[0]?.headers).not.toHaveProperty('content-type');
  });

  it.each([307, 308])('with %i to another origin is refused for a request with a body', async (status) => {
    await using server = await startRedirecting();
    await using other = await startRedirecting();
    await expect(
      get(`${server.url}/${status}?${other.url}/there`, { method: 'POST', body: 'asked' }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining(`redirects a request with a body to ${other.url}`),
    });
    expect(other.received).toEqual([]);
    await get(`${server.url}/${status}?${other.url}/there`, { method: 'DELETE' });
    expect(other.received).toMatchObject([{ method: 'DELETE', body: '' }]);
  });

  it('with 307 is refused if the body is a stream, which can be sent only once', async () => {
    await using server = await startRedirecting();
    const request = new Request(`${server.url}/307?/there`, { method: 'POST', body: 'asked' });
    await expect(get(request)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('a stream'),
    });
  });

  it.each<[string, (url: string, redirect: RequestRedirect) => ReturnType<GuardedFetch>]>([
    ['init', (url, redirect) => get(url, { redirect })],
    ['Request', (url, redirect) => get(new Request(url, { redirect }))],
  ])('is returned, refused or followed as the redirect of the %s says', async (_, send) => {
    await using server = await startRedirecting();
    const url = `${server.url}/302?/there`;
    const response = await send(url, 'manual');
    expect([response.status, response.headers.get('location'), response.url]).toEqual([302, '/there', url]);
    await expect(send(url, 'error')).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining("redirects although its request has redirect: 'error'"),
    });
    expect(server.received).toEqual([]);
    expect(await (await send(url, 'follow')).text()).toBe('there');
    expect((await send(`${server.url}/there`, 'error')).status).toBe(200);
  });

  it.each(['127.0.0.2', '[::1]', 'localhost', '169.254.169.254', '[::ffff:10.0.0.1]'])(
    'to %s, which is not in allowHosts, is refused',
    async (host) => {
      await using server = await startRedirecting();
      for (const scheme of ['http', 'https']) {
        const code = scheme === 'http' ? 'CONFIG_INVALID' : 'FORBIDDEN';
        await expect(get(`${server.url}/302?${scheme}://${host}/`)).rejects.toMatchObject({ code });
      }
    },
  );

  it('with an invalid Location is UNAVAILABLE', async () => {
    await using server = await startRedirecting();
    await expect(get(`${server.url}/302?http://`)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('from https: to http: is always refused', () => {
    const response = new Response(null, { status: 302, headers: { location: 'http://prompts.example/a' } });
    const follow = () => followRedirect(response, new URL('https://prompts.example/a'), {}, 'test');
    expect(follow).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN', message: expect.stringContaining('plain http:') }),
    );
  });
});
