import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GitHubEmulator, startEmulator } from '../github-emulator/start-emulator.ts';

const isInstalled = existsSync(new URL('./host/node_modules/simple-rpc-ai-backend', import.meta.url));
const notInstalled = 'the host is not installed: run pnpm install-host in examples/npm-host';
const secret = randomBytes(16).toString('hex');
let github: GitHubEmulator;
let vendor: Server;
let host: ChildProcessByStdio<null, Readable, null>;
let folder: string;
let rpcUrl: string;
let webhookUrl: string;

beforeAll(async () => {
  if (!isInstalled) return;
  github = await startEmulator();
  await github.commit('prompts/review.md', 'You review code.', 'Add it');
  vendor = await startVendor();
  folder = await mkdtemp(join(tmpdir(), 'npm-host-'));
  const program = fileURLToPath(new URL('./host/server.js', import.meta.url));
  host = spawn(process.execPath, ['--conditions=@prompts/source', program], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      ANTHROPIC_API_KEY: randomBytes(16).toString('hex'),
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/v1`,
      GITHUB_API_URL: github.baseUrl,
      GITHUB_TOKEN: github.token,
      GITHUB_WEBHOOK_SECRET: secret,
      PROMPTS_REPO: github.repo,
      PORT: '0',
      WEBHOOK_PORT: '0',
    },
  });
  [rpcUrl, webhookUrl] = await readUrls(host.stdout);
}, 60_000);
afterAll(async () => {
  if (!isInstalled) return;
  host.kill('SIGKILL');
  vendor.close();
  await github.close();
  await rm(folder, { recursive: true });
});

/** Stands in for the API of Anthropic: answers each message with its system prompt. */
async function startVendor(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { model, system } = (await json(request)) as { model: string; system: { text: string }[] };
    const message = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model,
      content: [{ type: 'text', text: `system: ${system[0]?.text}` }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 1, output_tokens: 1 },
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(message));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** The host prints much, and goes on printing. */
function readUrls(output: Readable): Promise<[string, string]> {
  return new Promise((resolve, reject) => {
    const lines = createInterface(output);
    lines.on('close', () => reject(new Error('the program ended: start host/server.js to see why')));
    lines.on('line', (line) => {
      const [, rpc, webhook] = /^(http:\S+\/rpc), (http:\S+)$/.exec(line) ?? [];
      if (rpc && webhook) resolve([rpc, webhook]);
    });
  });
}

async function generateText(systemPrompt: string): Promise<string> {
  const params = { content: 'x := 1', systemPrompt, options: { model: 'x' } };
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ai.generateText', params }),
  });
  const { result, error } = (await response.json()) as { result?: { data: { content: string } }; error?: unknown };
  return result?.data.content ?? JSON.stringify(error);
}

it('the host sends the prompt to the AI, and the new text after a push', async (context) => {
  if (!isInstalled) return context.skip(notInstalled);
  expect(await generateText('Review')).toBe('system: You review code.');
  expect(await generateText('You are brief.')).toBe('system: You are brief.');
  await github.deliverTo(webhookUrl, secret);
  await github.commit('prompts/review.md', 'You review code, kindly.', 'Be kind');
  await expect.poll(() => generateText('Review')).toBe('system: You review code, kindly.');
});

it('ends when it is told to stop', async (context) => {
  if (!isInstalled) return context.skip(notInstalled);
  host.kill('SIGTERM');
  expect(await once(host, 'exit')).toEqual([0, null]);
});
