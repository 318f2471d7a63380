import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { createPrompts } from './index.ts';
import { createPrompts as createOnNode } from './node/index.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'prompts-fallbacks-'));
  await writeFile(join(root, 'review.md'), 'Review {{code}}.\n');
});

const provider = () => new ScriptedProvider(new Error('down'));
const entry = (fallback: unknown) => ({ provider: 'scripted', config: {}, fallback: fallback as { file: string } });

it('serves the text of a file while the source fails', async () => {
  const systemPrompts = { it: entry({ file: './review.md' }) };
  await using prompts = await createOnNode({ systemPrompts, providers: [provider()], root, logger: false });
  const prompt = await prompts.get('it');
  expect(prompt).toMatchObject({ state: 'fallback', content: 'Review {{code}}.\n', variables: ['code'] });
});

it.each([
  [{ file: './missing.md' }, 'systemPrompts.it.fallback.file', 'missing.md'],
  [{ file: '../outside.md' }, 'systemPrompts.it.fallback.file', 'outside the root'],
  [{ file: '' }, 'systemPrompts.it.fallback.file', 'must not be empty'],
  [{ path: './review.md' }, 'systemPrompts.it.fallback', '{ file }'],
  [5, 'systemPrompts.it.fallback', 'must be a string'],
  ['NUL \0', 'systemPrompts.it.fallback', 'NUL'],
])('reports %j at start', async (fallback, path, message) => {
  const systemPrompts = { it: entry(fallback) };
  await expect(createOnNode({ systemPrompts, providers: [provider()], root })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    issues: [{ path, message: expect.stringContaining(message) }],
  });
});

it('reports a file on a runtime without files', async () => {
  const systemPrompts = { it: entry({ file: './review.md' }) };
  await expect(createPrompts({ systemPrompts, providers: [provider()] })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    issues: [{ path: 'systemPrompts.it.fallback', message: expect.stringContaining('no file system') }],
  });
});
