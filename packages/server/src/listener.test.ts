import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, vi } from 'vitest';
import { createAIServerAsync } from './index.ts';
import { serve } from './test-support/serve.ts';

/** A server with a prompt that is loaded when the test says so. */
async function serveSlowly() {
  const { promise, resolve } = Promise.withResolvers<{ content: string }>();
  const { promise: isRequested, resolve: onRequest } = Promise.withResolvers<void>();
  const provider = {
    name: 'slow',
    load: () => {
      onRequest();
      return promise;
    },
  };
  const systemPrompts = { slow: { provider: 'slow', config: {} }, quick: 'text' };
  const app = await serve({ systemPrompts, providers: [provider], preload: false });
  return {
    ...app,
    isRequested,
    release: () => resolve({ content: 'late' }),
    [Symbol.asyncDispose]: app[Symbol.asyncDispose],
  };
}

it('listens on a loopback address, on the port that is given', async () => {
  await using app = await serve({ systemPrompts: { it: 'text' } });
  const { url, port } = await app.server.start(0);
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect(await (await fetch(`${url}/prompts/it`)).json()).toMatchObject({ content: 'text' });
  await expect(app.server.start(0)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('running'),
  });
});

it('names a port that is in use, and can be started again', async () => {
  await using one = await serve({});
  await using other = await serve({});
  const { port } = await one.server.start(0);
  await expect(other.server.start(port)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining(`127.0.0.1:${port}: the port is in use`),
  });
  expect((await other.server.start(0)).port).not.toBe(port);
});

it.each([-1, 1.5, 65_536, Number.NaN, null, '', 'socket', '80x'])('refuses the port %j', async (port) => {
  await using app = await serve({});
  await expect(app.server.start(port as number)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  expect((await app.server.start('0' as never)).port).toBeGreaterThan(0);
});

it('answers a health check of HTTP/1.0, which names no host', async () => {
  await using app = await serve({});
  const { port } = await app.server.start(0);
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /healthz HTTP/1.0\r\n\r\n');
  expect(await text(socket)).toContain(' 200 OK');
});

it.each(['0.0.0.0', '::', '192.0.2.1', 'prompts.example', '127.0.0.1.example'])(
  'refuses %s without tokens: other machines could read the prompts',
  async (hostname) => {
    await expect(createAIServerAsync({ hostname })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      issues: [{ path: 'hostname', message: expect.stringContaining('auth.tokens') }],
    });
    await (await createAIServerAsync({ hostname, auth: { tokens: ['token'] } })).stop();
  },
);

it.each([null, undefined, 5, { providers: 'no' }, { providers: null }])('refuses the options %j', async (options) => {
  await expect(createAIServerAsync(options as never)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

it('names every mistake in its options, and closes what it opened', async () => {
  const options = { auth: { tokens: [undefined, 5] }, hostname: 7, langfuse: { publicKey: '' }, systemPrompts: 'no' };
  await expect(createAIServerAsync(options as never)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(
      /auth\.tokens\.0.*environment variable[\s\S]*auth\.tokens\.1[\s\S]*langfuse\.secretKey/,
    ),
  });
  const close = vi.fn(async () => {});
  const provider = { name: 'p', load: async () => ({ content: 'x' }), close };
  const webhooks = { github: { secret: undefined } } as never;
  await expect(createAIServerAsync({ providers: [provider], webhooks })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  });
  expect(close).toHaveBeenCalledOnce();
});

it('answers the requests in flight before it stops, and is not ready meanwhile', async () => {
  await using app = await serveSlowly();
  const { url } = await app.server.start(0);
  const answer = fetch(`${url}/prompts/slow`);
  await app.isRequested;
  const stopped = app.server.stop();
  expect((await app.send('/readyz')).status).toBe(503);
  await expect(fetch(`${url}/prompts/quick`)).rejects.toThrow();
  app.release();
  expect(await (await answer).json()).toMatchObject({ content: 'late' });
  await stopped;
  await expect(app.server.prompts.get('quick')).rejects.toMatchObject({ code: 'CLOSED' });
  await expect(app.server.start(0)).rejects.toMatchObject({ code: 'CLOSED' });
});

it('closes connections without a request, and may be stopped twice', async () => {
  await using app = await serve({ systemPrompts: { it: 'text' } });
  const { port } = await app.server.start(0);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  await Promise.all([app.server.stop(), app.server.stop(), once(socket, 'close')]);
});

it('loses no request that it has accepted, when it stops under load', async () => {
  await using app = await serve({ systemPrompts: { it: 'text' } });
  const { port } = await app.server.start(0);
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const outcomes = new Map<string, number>();
  let isStopped = false;

  const ask = () =>
    new Promise<string>((resolve) => {
      const request = get({ port, host: '127.0.0.1', path: '/prompts/it', agent }, (response) => {
        response.resume();
        response.once('end', () => resolve(String(response.statusCode)));
        response.once('error', () => resolve('cut'));
      });
      request.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    });
  const reader = async () => {
    while (!isStopped) {
      const outcome = await ask();
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  const readers = Array.from({ length: 20 }, reader);
  while ((outcomes.get('200') ?? 0) < 500) await new Promise(setImmediate);
  await app.server.stop();
  isStopped = true;
  await Promise.all(readers);
  agent.destroy();
  outcomes.delete('200');
  // Connections that it did not accept any more.
  outcomes.delete('ECONNREFUSED');
  expect(outcomes).toEqual(new Map());
});
