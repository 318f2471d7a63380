import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LangfuseClient } from '@langfuse/client';
import { createPrompts, type Prompts } from '@prompts/core';
import { afterEach, expect, it, vi } from 'vitest';
import { noSharedData, sharedData } from '../../../../scripts/test/shared-data.ts';
import type { AIServerOptions } from '../index.ts';
import { scriptedProvider, serve } from '../test-support/serve.ts';

const langfuse = { publicKey: 'pk-test', secretKey: async () => 'sk-test' };
const basic = (credentials: string) => ({ authorization: `Basic ${Buffer.from(credentials).toString('base64')}` });
const headers = basic('pk-test:sk-test');

afterEach(() => {
  vi.restoreAllMocks();
});

/** A provider whose texts are given, and entries for all of them. */
function textsOf(texts: Record<string, string>) {
  const { provider, texts: map } = scriptedProvider();
  for (const [name, text] of Object.entries(texts)) map.set(name, text);
  const entries = Object.keys(texts).map((name) => [name, { provider: 'scripted', config: { id: name } }]);
  return { map, options: { systemPrompts: Object.fromEntries(entries), providers: [provider] } };
}

/** Listens, and creates Langfuse's own client for it. */
async function connect(options: AIServerOptions) {
  const app = await serve({ langfuse, ...options });
  const { url } = await app.server.start(0);
  const client = new LangfuseClient({ publicKey: 'pk-test', secretKey: 'sk-test', baseUrl: url });
  return { client, server: app.server, url, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
}

const values = { name: 'Ada', input: '{{name}} $& <b>', user: { name: 'Bo' }, größe: 7 };

it.each([
  'Hello {{name}}, {{ name }} and {{user.name}} {{größe}}.',
  '{{name}}\n\n{{input}}\n',
  'no variables',
  '\n{{#if x}}\n  {{Server Name}}\n{{/if}}\n{{! x }}{{> part}}{{{name}}}{{& name}}',
  '\\{{name}} is an example, {{name}} is not, {{=<% %>=}} <%name%>',
  '{ {{name}} } {{{name}}}} {"a": {"b": "{{name}}"}}',
])('the client renders %j as core does', async (text) => {
  await using app = await connect(textsOf({ it: text }).options);
  const prompt = await app.client.prompt.get('it');
  const own = await app.server.prompts.get('it');
  expect(prompt.compile(values as never)).toBe(own.render(values));
  expect(prompt.labels).toEqual(['production', 'latest']);
});

it('the client renders 50 real prompts as core does', async ({ skip }) => {
  const folder = sharedData('prompts');
  if (!folder) return skip(noSharedData);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.md'));
  const withVariables = [
    'write_essay.md',
    'sanitize_broken_html_to_markdown.md',
    'translate.md',
    'extract_insights.md',
  ];
  const chosen = [...new Set([...withVariables, ...files])].slice(0, 50);
  const texts = Object.fromEntries(
    await Promise.all(chosen.map(async (file) => [file, await readFile(join(folder, file), 'utf8')])),
  );
  await using app = await connect(textsOf(texts).options);
  const prompts: Prompts = await createPrompts(textsOf(texts).options);
  for (const name of chosen) {
    const all = Object.fromEntries((await prompts.get(name)).variables.map((variable) => [variable, `[${variable}]`]));
    const nested = {
      ...all,
      theme: {},
      frontmatter: { title: 'T', subtitle: 'S', hero: { tagline: 'H' } },
      site: { title: 'I' },
    };
    const variables = { ...nested, currentLang: { label: 'L' }, action: { text: 'A' } };
    const compiled = (await app.client.prompt.get(name)).compile(variables as never);
    expect(compiled, name).toBe(await prompts.render(name, variables));
  }
  await prompts.close();
});

it('the text of an entry of an existing host has the variables of Langfuse', async () => {
  await using app = await connect({ systemPrompts: { it: 'Hello {name}' } });
  expect((await app.client.prompt.get('it')).compile({ name: 'Ada' })).toBe('Hello Ada');
});

it("the client's cache and fallback work", async () => {
  const { map, options } = textsOf({ 'team/it': 'one' });
  await using app = await connect(options);
  const first = await app.client.prompt.get('team/it');
  map.set('team/it', 'two');
  await app.server.prompts.refresh();
  expect((await app.client.prompt.get('team/it')).prompt).toBe('one');
  const second = await app.client.prompt.get('team/it', { cacheTtlSeconds: 0 });
  expect(second.prompt).toBe('two');
  expect(second.version).not.toBe(first.version);
  // The client logs what it throws.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const missing = await app.client.prompt.get('missing', { fallback: 'F {{x}}', maxRetries: 0 });
  expect([missing.isFallback, missing.compile({ x: 1 } as never)]).toEqual([true, 'F 1']);
  await expect(app.client.prompt.get('missing', { maxRetries: 0 })).rejects.toThrow();
});

it('the version is an integer: the own one of the source, otherwise the same in every process', async () => {
  const versions = ['7', '0', '4294967296', 'v1'];
  const provider = {
    name: 'numbered',
    load: async ({ version }: { version: string }) => ({ content: 'text', version }),
  };
  const entries = versions.map((version) => [version, { provider: 'numbered', config: { version } }]);
  const options = { systemPrompts: Object.fromEntries(entries), providers: [provider], langfuse };
  await using one = await serve(options);
  await using other = await serve(options);
  const read = async (app: typeof one) =>
    Promise.all(
      versions.map(
        async (name) => (await (await app.send(`/api/public/v2/prompts/${name}`, { headers })).json()).version,
      ),
    );
  const [own, ...derived] = await read(one);
  expect(own).toBe(7);
  expect(derived.every((version) => Number.isInteger(version) && version > 0 && version < 2 ** 31)).toBe(true);
  expect(new Set(derived).size).toBe(1);
  expect(await read(other)).toEqual([own, ...derived]);
});

it.each([
  ['', 200],
  ['?label=production', 200],
  ['?label=latest', 200],
  ['?label=staging', 404],
  ['?version=7', 200],
  ['?version=6', 404],
  ['?version=x', 404],
])('the query %j is answered with %i', async (query, status) => {
  const provider = { name: 'numbered', load: async () => ({ content: 'text', version: '7' }) };
  const systemPrompts = { it: { provider: 'numbered', config: {} } };
  await using app = await serve({ systemPrompts, providers: [provider], langfuse });
  const response = await app.send(`/api/public/v2/prompts/it${query}`, { headers });
  expect(response.status).toBe(status);
  if (status === 404) expect(await response.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
});

it.each(['team/it', 'team%2Fit', 'team/%C3%BC'])('the name may have a slash: %s', async (path) => {
  await using app = await serve({ systemPrompts: { 'team/it': 'text', 'team/ü': 'text' }, langfuse });
  const response = await app.send(`/api/public/v2/prompts/${path}`, { headers });
  expect(await response.json()).toMatchObject({ name: decodeURIComponent(path) });
});

it.each([undefined, basic('pk-test:other'), basic('other:sk-test'), basic(''), { authorization: 'Bearer sk-test' }])(
  'other credentials are refused: %j',
  async (given) => {
    await using app = await serve({ systemPrompts: { it: 'text' }, langfuse });
    const response = await app.send('/api/public/v2/prompts/it', given ? { headers: given } : {});
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Basic');
  },
);

it('the key pair admits to no other route, and without one there is none', async () => {
  await using app = await serve({ systemPrompts: { it: 'text' }, langfuse, auth: { tokens: ['token'] } });
  expect((await app.send('/prompts/it', { headers })).status).toBe(401);
  expect((await app.send('/api/public/v2/prompts/it', { headers })).status).toBe(200);
  await using without = await serve({ systemPrompts: { it: 'text' } });
  expect((await without.send('/api/public/v2/prompts/it', { headers })).status).toBe(404);
});
