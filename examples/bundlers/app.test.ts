import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { buildApp } from './build.ts';

it('runs as one file, in a folder without node_modules', async () => {
  const server = createServer((_request, response) => response.end('You review {{language}} code.'));
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'one-file-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await buildApp(join(folder, 'app.mjs'), ['@prompts/source']);
  const PROMPT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/review.md`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['app.mjs', 'Go'], {
    cwd: folder,
    env: { ...process.env, PROMPT_URL, PROMPT_HOSTS: '127.0.0.1' },
  });
  expect([stdout, stderr]).toEqual(['You review Go code.\n', '']);
});
