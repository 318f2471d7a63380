import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PromptError, type PromptTemplate } from '@prompts/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AIServer, type AIServerOptions, createAIServerAsync } from '../index.ts';

let folder: string;
const open: AIServer[] = [];
const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'host-'));
  vi.clearAllMocks();
});
afterEach(async () => {
  for (const server of open.splice(0)) await server.stop();
  await rm(folder, { recursive: true });
});

/** Configurations come from JavaScript, too. */
async function serve(systemPrompts: Record<string, unknown>): Promise<AIServer['promptManager']> {
  const server = await createAIServerAsync({ systemPrompts, logger } as AIServerOptions);
  open.push(server);
  return server.promptManager;
}

describe('the text of an entry', () => {
  it.each([
    ['You are {who}.', { who: 'A' }, 'You are A.'],
    ['You are {who}.', undefined, 'You are {who}.'],
    ['You are {who}.', { who: undefined }, 'You are {who}.'],
    ['{v}', { v: 0 }, '0'],
    ['{v}', { v: false }, 'false'],
    ['{v}', { v: null }, 'null'],
    ['{v}', { v: {} }, '[object Object]'],
    ['{who} {who}', { who: '$& {who}' }, '$& {who} $& {who}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of an existing host
    ['{{name}} ${x} {a-b} {}', { name: 'nm', x: 9, a: 1 }, '{nm} $9 {a-b} {}'],
    ['{constructor} {toString} {__proto__}', {}, '{constructor} {toString} {__proto__}'],
    ['\\{who} {0} {größe}', { who: 'A', 0: 'zero', größe: 1 }, '\\A zero {größe}'],
    ['\uFEFF---\r\ntitle: x\r\n---\r\nText \r\n\n', {}, '\uFEFF---\r\ntitle: x\r\n---\r\nText \r\n\n'],
    ['', {}, ''],
    ['a \0 b \ud800', {}, 'a \0 b \ud800'],
  ])('%j with %j is %j', async (text, context, expected) => {
    const manager = await serve({ it: text, file: { file: join(folder, 'a.md') } });
    expect(manager.getPrompt('it', context)).toBe(expected);
    expect(manager.hasPrompt('it')).toBe(true);
  });

  it.each(['You are {who}.', '\uFEFF---\r\ntitle: x\r\n---\r\nText \r\n\n', '', '<html>'])(
    'in a file is read byte for byte: %j',
    async (text) => {
      await writeFile(join(folder, 'a.md'), text);
      const manager = await serve({ it: { file: join(folder, 'a.md') } });
      expect(manager.getPrompt('it')).toBe(text);
    },
  );

  it('in a file that is not UTF-8 has U+FFFD for what is invalid, and is reported', async () => {
    await writeFile(join(folder, 'a.md'), Buffer.from('Gr\xfc\xdfe {who}', 'latin1'));
    const manager = await serve({ it: { file: join(folder, 'a.md') } });
    expect(manager.getPrompt('it', { who: 'A' })).toBe('Gr\uFFFD\uFFFDe A');
    expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining('is not UTF-8'));
  });

  it('may be longer than a prompt of a provider', async () => {
    const text = 'x'.repeat(3_000_000);
    await writeFile(join(folder, 'a.md'), text);
    const manager = await serve({ it: text, file: { file: join(folder, 'a.md') } });
    expect(manager.getPrompt('it')).toBe(text);
    expect(manager.getPrompt('file')).toBe(text);
  });
});

describe('an entry', () => {
  it('takes the file if content is empty, and content if both are given', async () => {
    await writeFile(join(folder, 'a.md'), 'file');
    const file = join(folder, 'a.md');
    const manager = await serve({
      file: { content: '', file },
      content: { content: 'text', file, db: { table: 't' } },
    });
    expect(manager.getPrompt('file')).toBe('file');
    expect(manager.getPrompt('content')).toBe('text');
  });

  it('with a file resolves it against the working directory', async () => {
    const manager = await serve({ it: { file: 'package.json' } });
    expect(manager.getPrompt('it')).toContain('prompts');
  });

  it.each([
    { file: '/no/such/file.md' },
    { file: tmpdir() },
    {},
    5,
    [],
    null,
    true,
    { db: { table: 'prompts', id: 1 } },
    { content: '' },
  ])('that can not be used is logged and skipped: %j', async (entry) => {
    const manager = await serve({ it: entry, other: 'text' });
    expect(manager.hasPrompt('it')).toBe(false);
    expect(() => manager.getPrompt('it')).toThrow("Prompt template 'it' not found");
    expect(manager.getPrompt('other')).toBe('text');
    expect(logger.warn.mock.calls.flat().join('\n')).toContain("'it'");
  });

  it('never makes the server fail because of fields that core does not accept', async () => {
    const manager = await serve({
      'a*': 'star',
      '': 'empty',
      'x/*': { content: 'collection' },
      options: { content: 'options', cache: { ttl: 'long' }, unknown: 1, required: 'yes' },
      it: 'it',
    });
    const texts = ['a*', '', 'x/*', 'options', 'it'].map((id) => manager.getPrompt(id));
    expect(texts).toEqual(['star', 'empty', 'collection', 'options', 'it']);
  });
});

describe('the list', () => {
  it('gives the values of the hosts for what is left out, and no other field', async () => {
    const manager = await serve({
      plain: 'Hello {b} {a} {b}',
      full: { content: '{x}', name: 'N', description: 'D', category: 'C', version: '1', variables: ['y'], apiKey: 'k' },
      none: { content: '{x}', variables: [] },
    });
    expect(manager.listPrompts()).toStrictEqual([
      {
        id: 'plain',
        name: 'plain',
        description: 'Custom prompt: plain',
        category: 'custom',
        variables: ['b', 'a'],
        version: undefined,
      },
      { id: 'full', name: 'N', description: 'D', category: 'C', variables: ['y'], version: '1' },
      {
        id: 'none',
        name: 'none',
        description: 'Custom prompt: none',
        category: 'custom',
        variables: ['x'],
        version: undefined,
      },
    ]);
  });

  it('distinguishes upper and lower case', async () => {
    const manager = await serve({ a: 'small', A: 'large' });
    expect([manager.getPrompt('a'), manager.getPrompt('A')]).toEqual(['small', 'large']);
  });

  it('refuses what is registered without a name or a text', async () => {
    const manager = await serve({});
    for (const template of [undefined, null, { id: 'it' }, { systemPrompt: 'text' }, { id: 'it', systemPrompt: 5 }])
      expect(() => manager.registerPrompt(template as never)).toThrow('id and systemPrompt');
    expect(manager.listPrompts()).toEqual([]);
  });

  it('has the name that is read if a hook answers with another prompt', async () => {
    const before = (request: object) => ({ ...request, name: 'target' });
    const systemPrompts = { it: 'text', target: 'other' };
    const server = await createAIServerAsync({ systemPrompts, hooks: [{ name: 'redirect', before }], logger });
    open.push(server);
    expect(server.promptManager.listPrompts().map(({ id }) => id)).toEqual(['it', 'target']);
  });

  it('has a text only once the hooks accept it', async () => {
    let isRefused = true;
    const loaded = (template: PromptTemplate) => {
      if (isRefused) throw new PromptError('UNAVAILABLE', 'not yet');
      return { ...template, content: 'checked' };
    };
    const server = await createAIServerAsync({
      systemPrompts: { it: 'raw' },
      hooks: [{ name: 'check', loaded }],
      logger,
    });
    open.push(server);
    expect(() => server.promptManager.getPrompt('it')).toThrow("'it' not found");
    isRefused = false;
    await server.prompts.refresh();
    expect(server.promptManager.getPrompt('it')).toBe('checked');
  });

  it('has what is registered while the server runs', async () => {
    const manager = await serve({ it: 'old {x}' });
    manager.registerPrompt({ id: 'it', systemPrompt: 'new {x}' });
    manager.registerPrompt({ id: 'more', systemPrompt: 'more', name: 'More' });
    expect(manager.getPrompt('it', { x: 1 })).toBe('new 1');
    expect(manager.listPrompts().map(({ name }) => name)).toEqual(['it', 'More']);
  });
});
