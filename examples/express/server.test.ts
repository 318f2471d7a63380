import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GitHubEmulator, startEmulator } from '../github-emulator/start-emulator.ts';

const secret = randomBytes(16).toString('hex');
let github: GitHubEmulator;
let server: ChildProcessByStdio<null, Readable, null>;
let url: string;

beforeAll(async () => {
  github = await startEmulator();
  await github.commit('prompts/review.md', 'You review {{language}} code.', 'Add it');
  const program = fileURLToPath(new URL('./server.ts', import.meta.url));
  server = spawn(process.execPath, ['--conditions=@prompts/source', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      GITHUB_API_URL: github.baseUrl,
      GITHUB_TOKEN: github.token,
      GITHUB_WEBHOOK_SECRET: secret,
      PROMPTS_REPO: github.repo,
      PORT: '0',
    },
  });
  const { value: output } = await server.stdout.iterator().next();
  url = String(output).trim();
}, 60_000);
afterAll(async () => {
  server.kill('SIGKILL');
  await github.close();
});

const read = async () => (await fetch(url)).text();

it('serves the prompt, and the new text after a push', async () => {
  expect(await read()).toBe('You review Go code.');
  await github.deliverTo(new URL('/webhooks/github', url).href, secret);
  await github.commit('prompts/review.md', 'You review {{language}} code, kindly.', 'Be kind');
  await expect.poll(read).toBe('You review Go code, kindly.');
});

it('answers the delivery that is arriving when it is told to stop, and exits', async () => {
  const body = JSON.stringify({ zen: 'Keep it logically awesome.' });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const delivery = request(new URL('/webhooks/github', url), {
    method: 'POST',
    agent: false,
    headers: { expect: '100-continue', 'x-github-event': 'ping', 'x-hub-signature-256': `sha256=${signature}` },
  });
  delivery.flushHeaders();
  await once(delivery, 'continue');
  const exited = once(server, 'exit');
  server.kill('SIGTERM');
  await expect.poll(() => read().catch(() => 'closed')).toBe('closed');
  delivery.end(body);
  const [{ statusCode }] = await once(delivery, 'response');
  expect(statusCode).toBe(200);
  expect(await exited).toEqual([0, null]);
});
