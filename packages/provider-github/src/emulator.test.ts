import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createPrompts } from '@prompts/core';
import { createEmulator, type Emulator } from 'emulate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { github } from './github.ts';
import { context } from './test-support/start-provider.ts';
import { webhook } from './webhook/webhook.ts';

// An independent emulator of GitHub: it does not share the mistakes of the fake in test-support.
const token = randomBytes(12).toString('hex');
let emulator: Emulator;
let baseUrl: string;

beforeAll(async () => {
  emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: { [token]: { login: 'ada', scopes: ['repo'] } },
      github: {
        users: [{ login: 'ada', name: 'Ada' }],
        repos: [{ owner: 'ada', name: 'ai-prompts', auto_init: true }],
      },
    },
  });
  baseUrl = emulator.url.replace('localhost', '127.0.0.1');
});
afterAll(() => emulator.close());

async function callApi(method: string, path: string, body?: object): Promise<{ sha?: string }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'user-agent': 'test' };
  const response = await fetch(`${baseUrl}/repos/ada/ai-prompts/${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  const json = (await response.json()) as { sha?: string };
  if (!response.ok && response.status !== 404) throw new Error(`the emulator returned ${response.status}`);
  return json;
}

async function commit(path: string, text: string, message: string): Promise<void> {
  const { sha } = await callApi('GET', `contents/${path}`);
  await callApi('PUT', `contents/${path}`, {
    message,
    content: Buffer.from(text).toString('base64'),
    ...(sha && { sha }),
  });
}

const config = (path: string) => ({ repo: 'ada/ai-prompts', path, baseUrl, auth: { token } });

it('reads, refreshes, lists and describes files of the emulator', async () => {
  await commit('prompts/a.md', 'one\n', 'Add it');
  await commit('prompts/b.md', 'b\n', 'Add b');
  const provider = github({ allowHosts: ['127.0.0.1'] });
  const first = await provider.load(config('prompts/a.md'), context);
  expect(first).toMatchObject({ content: 'one\n', version: expect.stringMatching(/^[0-9a-f]{40}$/) });
  expect(await provider.refresh?.(config('prompts/a.md'), { ...context, previous: first })).toBe(first);
  const known = [{ config: config('prompts/a.md'), template: first }];
  expect(await provider.changedSince?.(known, context)).toEqual([]);
  await commit('prompts/a.md', 'two\n', 'Change it\n\nIn detail.');
  expect(await provider.changedSince?.(known, context)).toEqual([0]);
  const listed = await provider.list?.(config('prompts/*.md'), context);
  expect(listed).toMatchObject([
    { name: 'a', template: { content: 'two\n' } },
    { name: 'b', template: { content: 'b\n' } },
  ]);
  const versions = await Array.fromAsync(provider.versions?.(config('prompts/a.md'), context) ?? []);
  expect(versions.map(({ message }) => message)).toEqual(['Change it\n\nIn detail.', 'Add it']);
  const old = { ...config('prompts/a.md'), version: versions[1]?.version as string };
  expect(await provider.load(old, context)).toMatchObject({ content: 'one\n' });
  expect(await provider.describe?.([config('prompts/a.md')], context)).toMatchObject([
    { version: versions[0]?.version, metadata: { message: 'Change it' } },
  ]);
  expect(await provider.validate?.(config('prompts/a.md'), context)).toBe(true);
  await provider.close?.();
});

it('reads many files without archives and GraphQL, which the emulator lacks', async () => {
  const ids = Array.from({ length: 12 }, (_, index) => `m${index}`);
  for (const id of ids) await commit(`many/${id}.md`, `${id}\n`, 'Add a file');
  await using prompts = await createPrompts({
    systemPrompts: { 'many/*': { provider: 'github', config: config('many') } },
    providers: [github({ allowHosts: ['127.0.0.1'] })],
  });
  expect((await prompts.get('many/m11')).content).toBe('m11\n');
  expect(prompts.list().map(({ name }) => name)).toEqual(ids.map((id) => `many/${id}`).toSorted());
});

it('accepts the push that the emulator signs and sends', async () => {
  const secret = randomBytes(16).toString('hex');
  const delivered = Promise.withResolvers<{ headers: Headers; body: Uint8Array }>();
  const receiver = createServer(async (request, response) => {
    const body = await buffer(request);
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    response.end();
    if (headers.get('x-github-event') === 'push') delivered.resolve({ headers, body });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  await callApi('POST', 'hooks', {
    name: 'web',
    active: true,
    events: ['push'],
    config: { url, content_type: 'json', secret },
  });
  await commit('prompts/c.md', 'c\n', 'Add c');
  const delivery = await delivered.promise;
  const notice = await webhook.receive(delivery, { secrets: [secret] });
  expect(webhook.touches(notice, [config('prompts/c.md'), config('prompts/a.md')])).toEqual([0]);
  await expect(webhook.receive(delivery, { secrets: ['another'] })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  receiver.closeAllConnections();
  receiver.close();
});
