import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { fromThrown } from './errors/from-thrown.ts';
import { scrub } from './errors/scrub.ts';
import { createPrompts, PromptError, type Prompts } from './node/index.ts';
import { settled } from './testing/settled.ts';

const createSecret = () => randomBytes(12).toString('hex');

it('never shows a secret of a config in errors, events, logs, lists or inspected objects', async () => {
  const secrets = Array.from({ length: 7 }, createSecret) as [string, string, string, string, string, string, string];
  const [token, password, header, key, url, cookie, nested] = secrets;
  const config = {
    auth: { token, username: 'ada', password },
    headers: { 'x-team': header },
    privateKey: key,
    url: `https://ada:${url}@prompts.example/a`,
    cookie,
    options: { client: { apiKey: nested } },
  };
  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  /** Throws as an SDK does: the request is in the message and in other properties of the error. */
  const fail = () => {
    const error = new Error(`request failed: ${JSON.stringify(config)}`, { cause: config });
    throw Object.assign(error, { config, request: { headers: config.headers } });
  };
  const failWithPromptError = () => {
    throw Object.assign(new PromptError('AUTH_FAILED', `rejected: ${JSON.stringify(config)}`, { cause: config }), {
      config,
    });
  };
  await using prompts: Prompts = await createPrompts({
    systemPrompts: {
      plain: { provider: 'leaky', config },
      known: { provider: 'known', config },
      'all/*': { provider: 'leaky', config },
    },
    providers: [
      { name: 'leaky', load: fail, list: fail, watch: fail },
      { name: 'known', load: failWithPromptError },
    ],
    logger: { debug: log, info: log, warn: log, error: log },
  });
  const seen: unknown[] = [];
  prompts.on('error', (event) => seen.push(event));
  for (const name of ['plain', 'known', 'all/a']) {
    const error = await prompts.get(name).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining('[secret]') });
    seen.push(error, (error as Error).stack);
  }
  seen.push(await prompts.refresh(), prompts.list(), prompts, logged);
  await settled();
  const depth = { depth: Number.POSITIVE_INFINITY, showHidden: true };
  const shown = [inspect(seen, depth), JSON.stringify(seen), logged.join()].join();
  expect(seen.length).toBeGreaterThan(8);
  expect(logged).not.toEqual([]);
  for (const secret of secrets) expect(shown).not.toContain(secret);
});

it.each([
  ['https://ada:pass@host/x', 'https://[secret]@host/x'],
  ['postgres://ada:p@ss@host:5432/db failed', 'postgres://[secret]@host:5432/db failed'],
  ['https://token@host', 'https://[secret]@host'],
  ['see https://host/a and write to ada@host', 'see https://host/a and write to ada@host'],
])('removes credentials from URLs: %s', (text, expected) => {
  expect(scrub(text, {})).toBe(expected);
});

it('removes the longest secret first, and keeps words that are not secrets', () => {
  expect(scrub('abcdefgh abcd', { config: { token: 'abcd', secret: 'abcdefgh' } })).toBe('[secret] [secret]');
  expect(scrub('a branch main', { config: { branch: 'main', token: 'a' } })).toBe('a branch main');
  const cyclic: Record<string, unknown> = { token: 'abcdefgh' };
  cyclic.self = cyclic;
  expect(scrub('abcdefgh', { config: cyclic })).toBe('[secret]');
});

it('keeps only the message and the system error code of a foreign error', () => {
  const cause = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
  const error = fromThrown(new Error('fetch failed', { cause }), 'test', {});
  expect(error).toMatchObject({ code: 'UNAVAILABLE', retryable: true, provider: 'test' });
  expect(error.message).toBe('fetch failed (ECONNREFUSED)');
  expect(error.cause).toBeUndefined();
});

it('identifies errors from another copy of the module', async () => {
  const copy = (await import(/* @vite-ignore */ `./errors/prompt-error.ts?${'copy'}`)) as {
    PromptError: typeof PromptError;
  };
  expect(copy.PromptError).not.toBe(PromptError);
  const foreign = new copy.PromptError('RATE_LIMITED', 'wait', { retryAfter: 5 });
  expect(foreign).not.toBeInstanceOf(PromptError);
  expect(PromptError.isInstance(foreign)).toBe(true);
  expect(copy.PromptError.isInstance(new PromptError('CLOSED', 'x'))).toBe(true);
  const load = async () => Promise.reject(foreign);
  await using prompts = await createPrompts({
    systemPrompts: { it: { provider: 'foreign', config: {} } },
    providers: [{ name: 'foreign', load, loadMany: async () => [foreign] }],
  });
  await expect(prompts.get('it')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 5, retryable: true });
  for (const other of [null, undefined, 5, 'x', new Error('x'), {}, { name: 'PromptError', code: 'CLOSED' }]) {
    expect(PromptError.isInstance(other)).toBe(false);
  }
});

it('logs that a listener throws or rejects, without its message, and calls the other listeners', async () => {
  const warnings: string[] = [];
  const log = (message: string) => void warnings.push(message);
  let text = 'one';
  await using prompts = await createPrompts({
    systemPrompts: { it: { provider: 'mine', config: {} } },
    providers: [{ name: 'mine', load: async () => ({ content: text }) }],
    logger: { debug: log, info: log, warn: log, error: log },
  });
  await prompts.get('it');
  const received: string[] = [];
  prompts.on('change', () => {
    throw new Error(createSecret());
  });
  prompts.on('change', async () => Promise.reject(new Error(createSecret())));
  // biome-ignore lint/suspicious/noThenProperty: query builders return such thenables
  const rejecting = { then: (_: unknown, reject: (reason: unknown) => void) => reject(createSecret()) };
  prompts.on('change', () => rejecting as never);
  prompts.on('change', ({ prompt }) => void received.push(prompt.content));
  text = 'two';
  expect((await prompts.refresh()).changed).toEqual(['it']);
  await settled();
  expect(received).toEqual(['two']);
  expect(warnings).toEqual(
    Array(3).fill("@prompts: a listener for the event 'change' failed: catch errors inside it to see them"),
  );
});
