import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type GitHubEmulator, startEmulator } from '../github-emulator/start-emulator.ts';
import { GET } from './app/api/review/route.ts';
import { POST } from './app/webhooks/[provider]/route.ts';
import { getPrompts } from './lib/prompts.ts';

const secret = randomBytes(16).toString('hex');
let github: GitHubEmulator;
let server: Server;
let url: string;

beforeAll(async () => {
  github = await startEmulator();
  await github.commit('prompts/review.md', 'You review {{language}} code.', 'Add it');
  vi.stubEnv('GITHUB_API_URL', github.baseUrl);
  vi.stubEnv('GITHUB_TOKEN', github.token);
  vi.stubEnv('GITHUB_WEBHOOK_SECRET', secret);
  vi.stubEnv('PROMPTS_REPO', github.repo);
  const route = (request: Request) => (request.method === 'POST' ? POST(request) : GET(request));
  server = createServer(getRequestListener(route)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);
afterAll(async () => {
  await (await getPrompts()).prompts.close();
  Reflect.deleteProperty(globalThis, 'prompts');
  vi.unstubAllEnvs();
  server.close();
  await github.close();
});

const read = async () => (await fetch(`${url}/api/review?language=Go`)).text();

it('tries again after a mistake in the configuration', async () => {
  vi.stubEnv('PROMPTS_REPO', 'nonsense');
  await expect(getPrompts()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  vi.stubEnv('PROMPTS_REPO', github.repo);
  await getPrompts();
});

it('serves the prompt, and the new text after a push', async () => {
  expect(await read()).toBe('You review Go code.');
  await github.deliverTo(`${url}/webhooks/github`, secret);
  await github.commit('prompts/review.md', 'You review {{language}} code, kindly.', 'Be kind');
  await expect.poll(read).toBe('You review Go code, kindly.');
});

it('refuses a delivery that is not signed with the secret', async () => {
  const request = new Request(`${url}/webhooks/github`, { method: 'POST', body: '{}' });
  expect((await POST(request)).status).toBe(401);
});

it('has one set of prompts, however often its modules are evaluated', async () => {
  vi.resetModules();
  const evaluatedAgain = await import('./lib/prompts.ts');
  expect(evaluatedAgain.getPrompts).not.toBe(getPrompts);
  expect(await evaluatedAgain.getPrompts()).toBe(await getPrompts());
});
