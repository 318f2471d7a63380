import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { serve } from '../test-support/serve.ts';

/** Sends the headers as they are: `fetch` sets some of them itself. */
async function request(port: number, path: string, headers: Record<string, string>) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: string }>();
  get({ host: '127.0.0.1', port, path, headers, agent: false }, async (response) =>
    resolve({ status: response.statusCode, body: await text(response) }),
  ).once('error', reject);
  return promise;
}

const rebound = { host: 'attacker.example', 'sec-fetch-site': 'same-origin' };

it.each([
  ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a page on another port of this machine', { 'sec-fetch-site': 'same-site' }],
  ['a page whose host name points to this machine', rebound],
  ['a page whose host name begins like an address', { host: '127.0.0.1.attacker.example' }],
])('answers nothing to %s, without tokens', async (_, headers) => {
  await using app = await serve({ systemPrompts: { it: 'the text' } });
  const { port } = await app.server.start(0);
  for (const path of ['/prompts', '/prompts/it', '/metrics']) {
    const { status, body } = await request(port, path, headers);
    expect(status).toBe(403);
    expect(body).toContain('auth.tokens');
    expect(body).not.toContain('the text');
  }
});

it.each([
  {},
  { host: 'localhost' },
  { host: 'app.localhost:3000' },
  { host: '[::1]:3000' },
  { 'sec-fetch-site': 'none' },
  { host: 'localhost:3000', 'sec-fetch-site': 'same-origin' },
])('answers to %j', async (headers) => {
  await using app = await serve({ systemPrompts: { it: 'the text' } });
  const { port } = await app.server.start(0);
  expect(await request(port, '/prompts/it', headers)).toMatchObject({ status: 200 });
});

it('leaves the decision to tokens if there are some, and to a server that the app is mounted in', async () => {
  await using open = await serve({ systemPrompts: { it: 'the text' } });
  expect((await open.send('/prompts/it', { headers: rebound })).status).toBe(200);
  const token = crypto.randomUUID();
  await using closed = await serve({ systemPrompts: { it: 'the text' }, auth: { tokens: [token] } });
  const { port } = await closed.server.start(0);
  expect(await request(port, '/prompts/it', rebound)).toMatchObject({ status: 401 });
  const headers = { ...rebound, authorization: `Bearer ${token}` };
  expect(await request(port, '/prompts/it', headers)).toMatchObject({ status: 200 });
});

it('accepts deliveries and health checks that a tunnel passes on', async () => {
  await using app = await serve({
    systemPrompts: { it: 'the text' },
    webhooks: { github: { secret: crypto.randomUUID() } },
  });
  const { port } = await app.server.start(0);
  expect(await request(port, '/healthz', { host: 'tunnel.example' })).toMatchObject({ status: 200 });
  expect(await request(port, '/webhooks/github', { host: 'tunnel.example' })).not.toMatchObject({ status: 403 });
});
