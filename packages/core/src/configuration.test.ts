import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { createPrompts as createPromptsAnywhere } from './index.ts';
import { createPrompts, PromptError, type PromptProvider, registerProvider } from './node/index.ts';
import { LibraryProvider } from './test-support/library-provider.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
import { settled } from './testing/settled.ts';

/** Accepts options that TypeScript would reject. */
const create = (options: object) => createPrompts(options as Parameters<typeof createPrompts>[0]);

async function collectIssues(options: object) {
  const error = await create(options).catch((thrown: unknown) => thrown);
  if (!PromptError.isInstance(error)) throw new Error('the options were accepted');
  return {
    code: error.code,
    issues: Object.fromEntries((error.issues ?? []).map(({ path, message }) => [path, message])),
  };
}

it('reports all mistakes together, each with its path and the fix', async () => {
  const { code, issues } = await collectIssues({
    systemPrompts: {
      '': 'nameless',
      number: 5,
      both: { content: 'a', file: 'b' },
      ttl: { content: 'a', cache: { ttl: -1 } },
      nan: { content: 'a', cache: { timeout: Number.NaN } },
      typo: { content: 'a', fallbak: 'b' },
      'a*b': 'star',
      'all/*': 'a collection needs a provider',
      outside: { file: '../secret.md' },
      provider: { provider: 'scripted' },
      webhook: { provider: 'scripted', config: {}, webhooks: ['push'] },
    },
    providers: [new ScriptedProvider('x')],
    cache: { maxBytes: 0 },
    preloadd: true,
  });
  expect(code).toBe('CONFIG_INVALID');
  expect(issues).toEqual({
    preloadd: expect.stringContaining("'preload'"),
    'cache.maxBytes': 'must be greater than 0',
    'systemPrompts.': expect.stringContaining('name'),
    'systemPrompts.number': expect.stringContaining('exactly one of'),
    'systemPrompts.both': expect.stringContaining('exactly one of'),
    'systemPrompts.ttl.cache.ttl': expect.stringContaining('seconds'),
    'systemPrompts.nan.cache.timeout': expect.stringContaining('seconds'),
    'systemPrompts.typo.fallbak': expect.stringContaining("'fallback'"),
    'systemPrompts.a*b': expect.stringContaining("'*'"),
    'systemPrompts.all/*': expect.stringContaining('provider'),
    'systemPrompts.outside.file': expect.stringContaining('root'),
    'systemPrompts.provider.config': expect.stringContaining('object'),
    'systemPrompts.webhook.webhooks': expect.stringContaining("'push'"),
  });
});

it.each([[undefined], [null], [{}], [{ systemPrompts: 'text' }], [{ systemPrompts: null }]])(
  'rejects invalid options: %j',
  async (options) => {
    await expect(create(options as unknown as object)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  },
);

it.each<[string, unknown]>([
  ['cache', null],
  ['cache', 5],
  ['cache', []],
  ['cache.ttl', { ttl: '60' }],
  ['cache.ttl', { ttl: null }],
  ['cache.ttl', { ttl: -0.001 }],
  ['cache.staleIfError', { staleIfError: Number.NaN }],
  ['cache.staleWhileRevalidate', { staleWhileRevalidate: Number.NEGATIVE_INFINITY }],
  ['cache.maxBytes', { maxBytes: 1.5 }],
  ['cache.maxBytes', { maxBytes: Number.POSITIVE_INFINITY }],
  ['cache.tll', { tll: 5 }],
  ['providers', null],
  ['providers', 'http'],
  ['providers', {}],
  ['providers.0', [null]],
  ['providers.0', [{ name: 5, load() {} }]],
  ['providerOptions', null],
  ['root', 5],
  ['root', new URL('https://prompts.example/')],
  ['discover', null],
  ['discover', 'yes'],
  ['discover', { allow: 'acme-*' }],
  ['discover.alow', { alow: [] }],
  ['hooks', null],
  ['hooks', {}],
  ['hooks.0', [null]],
  ['preload', 'yes'],
  ['logger', null],
  ['logger', { debug() {}, info() {}, warn() {} }],
  ['logger', true],
  ['clock.setTimeout', { now: () => 0 }],
  ['systemPrompts', ['a text']],
])('rejects an invalid %s: %j', async (path, value) => {
  const option = path.split('.')[0] as string;
  // One entry needs discovery and one a file, so that every invalid option would be used.
  const systemPrompts = { it: { provider: 'nowhere', config: {} }, file: { file: 'a.md' } };
  const { code, issues } = await collectIssues({ systemPrompts, [option]: value });
  expect(code).toBe('CONFIG_INVALID');
  expect(Object.keys(issues).filter((at) => at.startsWith(option))).toEqual([path]);
});

it.each<[string, unknown]>([
  ['it', null],
  ['it', []],
  ['it', ['text']],
  ['it', 5],
  ['it', true],
  ['it', {}],
  ['it', () => 'text'],
  ['it.content', { content: 5 }],
  ['it.file', { file: '' }],
  ['it.file', { file: 5 }],
  ['it.provider', { provider: '', config: {} }],
  ['it.config', { provider: 'scripted', config: [] }],
  ['it.config', { provider: 'scripted', config: null }],
  ['it.config.file', { provider: 'file', config: { file: 5 } }],
  ['it.fallback', { content: 'x', fallback: 5 }],
  ['it.fallback', { content: 'x', fallback: 'a\0b' }],
  ['it.fallback', { content: 'x', fallback: '\uD800' }],
  ['it.required', { content: 'x', required: 'yes' }],
  ['it.syntax', { content: 'x', syntax: 'jinja' }],
  ['it.frontMatter', { content: 'x', frontMatter: 1 }],
  ['it.metadata', { content: 'x', metadata: 'x' }],
  ['it.webhooks', { content: 'x', webhooks: 'push' }],
  ['it.cache', { content: 'x', cache: null }],
  ['it.cache.ttl', { content: 'x', cache: { ttl: '1h' } }],
])('rejects an invalid entry at %s: %j', async (path, entry) => {
  const { code, issues } = await collectIssues({
    systemPrompts: { it: entry },
    providers: [new ScriptedProvider('x')],
  });
  expect(code).toBe('CONFIG_INVALID');
  expect(Object.keys(issues)).toEqual([`systemPrompts.${path}`]);
});

it.each(['*', '/*', 'a/*/b', '*/a', 'a*', 'a/**', 'a//*', ' ', '\t'])('rejects the name %j', async (name) => {
  const entry = { provider: 'library', config: {} };
  const { issues } = await collectIssues({ systemPrompts: { [name]: entry }, providers: [new LibraryProvider()] });
  expect(issues).toEqual({
    [`systemPrompts.${name}`]: expect.stringContaining('is not a valid name: it must not be empty'),
  });
});

it.each(['a/b', 'Größe 名前', 'toString', 'hasOwnProperty', 'then', '0', 'a.b', "it's"])(
  'accepts the name %j',
  async (name) => {
    await using prompts = await create({ systemPrompts: { [name]: 'text' } });
    expect((await prompts.get(name)).name).toBe(name);
  },
);

it('reports a circular config and a schema that throws among the other mistakes', async () => {
  const config: Record<string, unknown> = {};
  config.self = config;
  const token = randomBytes(12).toString('hex');
  const throwing = {
    name: 'throwing',
    load: async () => ({ content: 'x' }),
    configSchema: {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value: { token: string }) => {
          throw new Error(`can't read ${value.token}`);
        },
      },
    },
  };
  const { code, issues } = await collectIssues({
    systemPrompts: {
      cycle: { provider: 'scripted', config },
      throws: { provider: 'throwing', config: { token } },
      number: 5,
    },
    providers: [new ScriptedProvider('x'), throwing],
  });
  expect(code).toBe('CONFIG_INVALID');
  expect(issues).toEqual({
    'systemPrompts.number': expect.any(String),
    'systemPrompts.cycle.config': expect.stringContaining('circular reference'),
    'systemPrompts.throws.config': "can't read [secret]",
  });
});

it('reports whatever a factory throws as a mistake in its options', async () => {
  const token = randomBytes(12).toString('hex');
  for (const [thrown, message] of [
    [new Error(`no ${token}`), 'no [secret]'],
    [undefined, 'an error without a message was thrown'],
  ]) {
    const name = `throwing-${token}`;
    registerProvider(name, () => {
      throw thrown;
    });
    const { issues } = await collectIssues({
      systemPrompts: { it: { provider: name, config: {} } },
      providerOptions: { [name]: { token } },
    });
    expect(issues).toEqual({ [`providerOptions.${name}`]: message });
  }
});

it('passes {} to the schema of a provider if the config is omitted', async () => {
  const schema = z.object({ id: z.string().default('first') });
  const provider: PromptProvider<{ id: string }> = {
    name: 'lenient',
    configSchema: schema,
    load: async ({ id }) => ({ content: id }),
  };
  await using prompts = await create({ systemPrompts: { it: { provider: 'lenient' } }, providers: [provider] });
  expect((await prompts.get('it')).content).toBe('first');
  const strict = { ...provider, configSchema: z.object({ id: z.string() }) };
  const { issues } = await collectIssues({ systemPrompts: { it: { provider: 'lenient' } }, providers: [strict] });
  expect(issues).toHaveProperty(['systemPrompts.it.config.id']);
});

it('rejects the name __proto__, and throws PROMPT_UNKNOWN if it is read', async () => {
  const { issues } = await collectIssues({ systemPrompts: JSON.parse('{"__proto__": "x"}') });
  expect(issues).toHaveProperty(['systemPrompts.__proto__']);
  await using prompts = await create({ systemPrompts: { constructor: 'fine' } });
  await expect(prompts.get('__proto__')).rejects.toMatchObject({ code: 'PROMPT_UNKNOWN' });
  expect((await prompts.get('constructor')).content).toBe('fine');
});

it('checks a config with the schema of its provider', async () => {
  const provider = Object.assign(new ScriptedProvider('x'), {
    configSchema: {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: () => ({ issues: [{ message: 'must be a number', path: ['size', { key: 0 }] }] }),
      },
    },
  });
  const { issues } = await collectIssues({
    systemPrompts: { it: { provider: 'scripted', config: {} } },
    providers: [provider],
  });
  expect(issues).toEqual({ 'systemPrompts.it.config.size.0': 'must be a number' });
});

it('rejects two providers with the same name, and values that are not providers', async () => {
  const two = [new ScriptedProvider('x'), new ScriptedProvider('y')];
  expect((await collectIssues({ systemPrompts: {}, providers: two })).code).toBe('PROVIDER_CONFLICT');
  const { issues } = await collectIssues({ systemPrompts: {}, providers: [() => two[0], {}] });
  expect(issues).toEqual({
    'providers.0': expect.stringContaining('call it'),
    'providers.1': expect.stringContaining('load'),
  });
});

it("rejects a provider named 'content', which core itself provides", async () => {
  const provider = { name: 'content', load: async () => ({ content: 'x' }) };
  const { code, issues } = await collectIssues({ systemPrompts: {}, providers: [provider] });
  expect(code).toBe('PROVIDER_CONFLICT');
  expect(issues).toEqual({ 'providers.0': expect.stringContaining("'content'") });
});

it('rejects file entries on a runtime without files, and discovers no provider there', async () => {
  const captureError = (it: { file: string } | { db: object }) =>
    createPromptsAnywhere({ systemPrompts: { it } }).catch((error: unknown) => error);
  expect(await captureError({ file: 'a.md' })).toMatchObject({
    code: 'CONFIG_INVALID',
    issues: [{ path: 'systemPrompts.it.file', message: expect.stringContaining('no file system') }],
  });
  expect(await captureError({ db: {} })).toMatchObject({ code: 'PROVIDER_MISSING' });
  await using prompts = await createPromptsAnywhere({ systemPrompts: { it: 'text' }, root: '.', discover: false });
  expect((await prompts.get('it')).content).toBe('text');
});

it('rejects and closes the providers if a required prompt fails, even with a fallback', async () => {
  let closed = false;
  const provider = Object.assign(new ScriptedProvider(new PromptError('AUTH_FAILED', 'no')), {
    close: async () => {
      closed = true;
    },
  });
  const systemPrompts = { it: { provider: 'scripted', config: {}, required: true, fallback: 'x' } };
  await expect(create({ systemPrompts, providers: [provider] })).rejects.toMatchObject({
    code: 'AUTH_FAILED',
    prompt: 'it',
    message: expect.stringContaining("'it'"),
  });
  expect(closed).toBe(true);
});

it('starts even if an optional prompt fails', async () => {
  await using prompts = await create({
    systemPrompts: { it: { provider: 'scripted', config: {} } },
    providers: [new ScriptedProvider(new Error('down'))],
  });
  await settled();
  expect(prompts.list()).toMatchObject([{ name: 'it', state: 'failed', version: undefined }]);
});

it('returns an object that never shows the configuration, even to inspect and JSON.stringify', async () => {
  const token = ['top', 'secret', Math.random()].join('-');
  await using prompts = await create({
    systemPrompts: { it: { provider: 'scripted', config: { token } } },
    providers: [new ScriptedProvider('x')],
  });
  await prompts.get('it');
  expect(JSON.parse(JSON.stringify(prompts))).toMatchObject([{ name: 'it', state: 'fresh' }]);
  const shown = inspect(prompts, { depth: Number.POSITIVE_INFINITY, showHidden: true }) + JSON.stringify(prompts);
  expect(shown).not.toContain(token);
});

it('suggests the most similar name', async () => {
  await using prompts = await create({ systemPrompts: { greeting: 'Hi', support: 'Help' } });
  await expect(prompts.get('greetng')).rejects.toThrow("Did you mean 'greeting'?");
  await expect(prompts.refresh('suport')).rejects.toThrow("Did you mean 'support'?");
  expect(() => prompts.peek('something-else')).toThrow('Add it to systemPrompts');
});

it('rejects pending and later reads with CLOSED after close', async () => {
  const prompts = await create({
    systemPrompts: { it: { provider: 'scripted', config: {} }, text: 'x' },
    providers: [new ScriptedProvider(new Promise<string>(() => {}))],
  });
  const waiting = expect(prompts.get('it')).rejects.toMatchObject({ code: 'CLOSED' });
  await Promise.all([prompts.close(), prompts.close()]);
  await waiting;
  await expect(prompts.get('text')).rejects.toMatchObject({ code: 'CLOSED' });
  expect(() => prompts.peek('text')).toThrow('close() was called');
  await expect(prompts.refresh()).rejects.toMatchObject({ code: 'CLOSED' });
});
