import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { createPrompts, PromptError } from './node/index.ts';
import { settled } from './testing/fake-clock.ts';
import { ScriptedProvider } from './testing/scripted-provider.ts';

/** Creates from options that TypeScript would refuse. */
const create = (options: object) => createPrompts(options as Parameters<typeof createPrompts>[0]);

async function issuesOf(options: object) {
  const error = await create(options).catch((thrown: unknown) => thrown);
  if (!PromptError.isInstance(error)) throw new Error('it was accepted');
  return {
    code: error.code,
    issues: Object.fromEntries((error.issues ?? []).map(({ path, message }) => [path, message])),
  };
}

it('reports every mistake at once, each with its path and the mend', async () => {
  const { code, issues } = await issuesOf({
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
    'cache.maxBytes': expect.stringContaining('>0'),
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
  'refuses options that are none: %j',
  async (options) => {
    await expect(create(options as unknown as object)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  },
);

it('refuses __proto__ as a name, and does not know it when asked', async () => {
  const { issues } = await issuesOf({ systemPrompts: JSON.parse('{"__proto__": "x"}') });
  expect(issues).toHaveProperty(['systemPrompts.__proto__']);
  await using prompts = await create({ systemPrompts: { constructor: 'fine' } });
  await expect(prompts.get('__proto__')).rejects.toMatchObject({ code: 'PROMPT_UNKNOWN' });
  expect((await prompts.get('constructor')).content).toBe('fine');
});

it('has a provider check its config', async () => {
  const provider = Object.assign(new ScriptedProvider('x'), {
    configSchema: {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: () => ({ issues: [{ message: 'must be a number', path: ['size', { key: 0 }] }] }),
      },
    },
  });
  const { issues } = await issuesOf({
    systemPrompts: { it: { provider: 'scripted', config: {} } },
    providers: [provider],
  });
  expect(issues).toEqual({ 'systemPrompts.it.config.size.0': 'must be a number' });
});

it('says PROVIDER_CONFLICT for two providers of one name, and what a factory needs', async () => {
  const two = [new ScriptedProvider('x'), new ScriptedProvider('y')];
  expect((await issuesOf({ systemPrompts: {}, providers: two })).code).toBe('PROVIDER_CONFLICT');
  const { issues } = await issuesOf({ systemPrompts: {}, providers: [() => two[0], {}] });
  expect(issues).toEqual({
    'providers.0': expect.stringContaining('call it'),
    'providers.1': expect.stringContaining('load'),
  });
});

it('rejects without a required prompt, fallback or not, and closes what it opened', async () => {
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

it('starts although a prompt that is not required fails', async () => {
  await using prompts = await create({
    systemPrompts: { it: { provider: 'scripted', config: {} } },
    providers: [new ScriptedProvider(new Error('down'))],
  });
  await settled();
  expect(prompts.list()).toMatchObject([{ name: 'it', state: 'failed', version: undefined }]);
});

it('shows prompts and never configuration', async () => {
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

it('suggests the nearest name', async () => {
  await using prompts = await create({ systemPrompts: { greeting: 'Hi', support: 'Help' } });
  await expect(prompts.get('greetng')).rejects.toThrow("Did you mean 'greeting'?");
  await expect(prompts.refresh('suport')).rejects.toThrow("Did you mean 'support'?");
  expect(() => prompts.peek('something-else')).toThrow('Add it to systemPrompts');
});

it('says CLOSED after close, which may be called twice, to those who wait too', async () => {
  const prompts = await create({
    systemPrompts: { it: { provider: 'scripted', config: {} }, text: 'x' },
    providers: [new ScriptedProvider(new Promise<string>(() => {}))],
  });
  const waiting = expect(prompts.get('it')).rejects.toMatchObject({ code: 'CLOSED' });
  await Promise.all([prompts.close(), prompts.close()]);
  await waiting;
  await expect(prompts.get('text')).rejects.toMatchObject({ code: 'CLOSED' });
  expect(() => prompts.peek('text')).toThrow('closed');
  await expect(prompts.refresh()).rejects.toMatchObject({ code: 'CLOSED' });
});
