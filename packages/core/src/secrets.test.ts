import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { fromThrown } from './errors/from-thrown.ts';
import { scrub } from './errors/scrub.ts';
import { createPrompts, PromptError, type Prompts } from './node/index.ts';
import { settled } from './testing/settled.ts';

const secret = () => randomBytes(12).toString('hex');

it('no secret of a config shows in an error, an event, a log, a list or an inspection', async () => {
  const secrets = Array.from({ length: 7 }, secret) as [string, string, string, string, string, string, string];
  const [token, password, header, key, url, cookie, nested] = secrets;
  const config = {
    auth: { token, username: 'ada', password },
    headers: { 'x-team': header },
    privateKey: key,
    url: `https://ada:${url}@prompts.example/a`,
    cookie,
    options: { client: { apiKey: nested } },
  };
  const said: string[] = [];
  const log = (message: string) => void said.push(message);
  /** As an SDK does: the request is in the message and in everything around it. */
  const fail = () => {
    const error = new Error(`request failed: ${JSON.stringify(config)}`, { cause: config });
    throw Object.assign(error, { config, request: { headers: config.headers } });
  };
  const failKnown = () => {
    throw Object.assign(new PromptError('AUTH_FAILED', `refused: ${JSON.stringify(config)}`, { cause: config }), {
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
      { name: 'known', load: failKnown },
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
  seen.push(await prompts.refresh(), prompts.list(), prompts, said);
  await settled();
  const depth = { depth: Number.POSITIVE_INFINITY, showHidden: true };
  const shown = [inspect(seen, depth), JSON.stringify(seen), said.join()].join();
  expect(seen.length).toBeGreaterThan(8);
  expect(said).not.toEqual([]);
  for (const one of secrets) expect(shown).not.toContain(one);
});

it.each([
  ['https://ada:pass@host/x', 'https://[secret]@host/x'],
  ['postgres://ada:p@ss@host:5432/db failed', 'postgres://[secret]@host:5432/db failed'],
  ['https://token@host', 'https://[secret]@host'],
  ['see https://host/a and write to ada@host', 'see https://host/a and write to ada@host'],
])('credentials in a URL are cut out: %s', (text, expected) => {
  expect(scrub(text, {})).toBe(expected);
});

it('cuts the longest secret first, and leaves words alone that are no secrets', () => {
  expect(scrub('abcdefgh abcd', { token: 'abcd', secret: 'abcdefgh' })).toBe('[secret] [secret]');
  expect(scrub('a branch main', { branch: 'main', token: 'a' })).toBe('a branch main');
  const cyclic: Record<string, unknown> = { token: 'abcdefgh' };
  cyclic.self = cyclic;
  expect(scrub('abcdefgh', cyclic)).toBe('[secret]');
});

it('keeps of a foreign error its message and the system’s code, nothing else', () => {
  const cause = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
  const error = fromThrown(new Error('fetch failed', { cause }), 'test', {});
  expect(error).toMatchObject({ code: 'UNAVAILABLE', retryable: true, provider: 'test' });
  expect(error.message).toBe('fetch failed (ECONNREFUSED)');
  expect(error.cause).toBeUndefined();
});

it('knows its errors across two copies of the module', async () => {
  const copy = (await import(/* @vite-ignore */ `./errors/prompt-error.ts?${'copy'}`)) as {
    PromptError: typeof PromptError;
  };
  expect(copy.PromptError).not.toBe(PromptError);
  const theirs = new copy.PromptError('RATE_LIMITED', 'wait', { retryAfter: 5 });
  expect(theirs).not.toBeInstanceOf(PromptError);
  expect(PromptError.isInstance(theirs)).toBe(true);
  expect(copy.PromptError.isInstance(new PromptError('CLOSED', 'x'))).toBe(true);
  const load = async () => Promise.reject(theirs);
  await using prompts = await createPrompts({
    systemPrompts: { it: { provider: 'theirs', config: {} } },
    providers: [{ name: 'theirs', load, loadMany: async () => [theirs] }],
  });
  await expect(prompts.get('it')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 5, retryable: true });
  for (const other of [null, undefined, 5, 'x', new Error('x'), {}, { name: 'PromptError', code: 'CLOSED' }]) {
    expect(PromptError.isInstance(other)).toBe(false);
  }
});

it('a listener that throws or rejects harms nobody, and is reported without what it said', async () => {
  const warnings: string[] = [];
  const log = (message: string) => void warnings.push(message);
  let text = 'one';
  await using prompts = await createPrompts({
    systemPrompts: { it: { provider: 'mine', config: {} } },
    providers: [{ name: 'mine', load: async () => ({ content: text }) }],
    logger: { debug: log, info: log, warn: log, error: log },
  });
  await prompts.get('it');
  const heard: string[] = [];
  prompts.on('change', () => {
    throw new Error(secret());
  });
  prompts.on('change', async () => Promise.reject(new Error(secret())));
  // biome-ignore lint/suspicious/noThenProperty: what query builders return
  prompts.on('change', () => ({ then: (_: unknown, reject: (reason: unknown) => void) => reject(secret()) }) as never);
  prompts.on('change', ({ prompt }) => void heard.push(prompt.content));
  text = 'two';
  expect((await prompts.refresh()).changed).toEqual(['it']);
  await settled();
  expect(heard).toEqual(['two']);
  expect(warnings).toEqual(Array(3).fill("@prompts: a listener for 'change' failed"));
});
