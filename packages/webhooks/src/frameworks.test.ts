import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebhookHandler, type WebhookHandler } from './index.ts';
import { pageSecret, startPages } from './test-support/pages.ts';

let app: Awaited<ReturnType<typeof startPages>>;
let handle: WebhookHandler;
const cleanups: (() => unknown)[] = [];
beforeEach(async () => {
  app = await startPages();
  handle = createWebhookHandler(app.prompts, { pages: { secret: pageSecret } }, { clock: app.clock });
});
afterEach(async () => {
  await app.prompts.close();
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Starts the app of a framework that receives deliveries at `/webhooks/:provider`. @returns The function that sends it a request. */
const frameworks: Record<string, () => Promise<(path: string, init: RequestInit) => Promise<Response>>> = {
  async Hono() {
    const hono = new Hono();
    hono.post('/webhooks/:provider', ({ req }) => handle(req.raw));
    return async (path, init) => hono.request(path, init);
  },
  async 'a route handler of Next.js'() {
    // app/webhooks/[provider]/route.ts
    const POST = handle;
    return (path, init) => POST(new Request(`http://localhost${path}`, init));
  },
  async 'node:http'() {
    const url = await listen(getRequestListener(handle));
    return (path, init) => fetch(url + path, init);
  },
  async Express() {
    const server = express();
    server.post('/webhooks/:provider', getRequestListener(handle));
    server.use(express.json());
    const url = await listen(server);
    return (path, init) => fetch(url + path, init);
  },
  async Fastify() {
    const server = fastify({ forceCloseConnections: true });
    server.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      // Leaves the body to the handler.
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      const listener = getRequestListener(handle);
      scope.post('/webhooks/:provider', (request, reply) => {
        reply.hijack();
        listener(request.raw, reply.raw);
      });
    });
    cleanups.push(() => server.close());
    const url = await server.listen({ port: 0, host: '127.0.0.1' });
    return (path, init) => fetch(url + path, init);
  },
};

describe.each(Object.entries(frameworks))('mounted in %s', (_, start) => {
  const push = (secret: string, body = JSON.stringify({ pages: ['a'], text: 'ü' })) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-secret': secret },
    body,
  });

  it('the handler receives the exact body, and refreshes', async () => {
    const send = await start();
    app.texts.set('a', 'new a');
    expect((await send('/webhooks/pages', push('other'))).status).toBe(401);
    const response = await send('/webhooks/pages', push(pageSecret));
    expect(response.status).toBe(202);
    await app.clock.advance(0);
    expect(app.prompts.peek('a')?.content).toBe('new a');
  });

  it('the handler refuses a large body', async () => {
    const send = await start();
    expect((await send('/webhooks/pages', push(pageSecret, 'x'.repeat(1024 * 1024 + 1)))).status).toBe(413);
  });
});

it('a body parser of Express that comes first is reported', async () => {
  const server = express();
  server.use(express.json());
  server.post('/webhooks/:provider', getRequestListener(handle));
  const url = await listen(server);
  const body = JSON.stringify({ pages: ['a'] });
  const headers = { 'content-type': 'application/json', 'x-secret': pageSecret };
  const response = await fetch(`${url}/webhooks/pages`, { method: 'POST', headers, body });
  expect(response.status).toBe(500);
  expect(await response.text()).toContain('the body has been read before');
});
