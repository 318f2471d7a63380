import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { Octokit } from '@octokit/rest';
import { createPrompts, PromptError } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { github } from '../github.ts';
import { context, type StartedProvider, startProvider } from '../test-support/start-provider.ts';

const hour = 3_600_000;
const minute = 60_000;

async function failureOf(reading: Promise<unknown>): Promise<PromptError> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!PromptError.isInstance(error)) throw new Error(`no PromptError, but ${inspect(error)}`);
  return error;
}

describe('a token', () => {
  it('may be a function, asked at every request, so that rotation needs no restart', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, repository, provider, config } = started;
    let current = fake.token({ repositories: [repository] });
    let asked = 0;
    const mine = config('a.md', {
      auth: {
        token: () => {
          asked += 1;
          return current;
        },
      },
    });
    expect(await provider.load(mine, context)).toMatchObject({ content: 'A\n' });
    fake.revoke(current);
    expect(await failureOf(provider.load(mine, context))).toMatchObject({ code: 'AUTH_FAILED' });
    current = fake.token({ repositories: [repository] });
    expect(await provider.load(mine, context)).toMatchObject({ content: 'A\n' });
    expect(asked).toBe(3);
  });

  it.each([
    [
      'without access',
      () => ({ repositories: [] }),
      'NOT_FOUND',
      /no such repository, branch or file, or the token may not see it/,
    ],
    [
      'without a permission',
      ({ repository }: StartedProvider) => ({ repositories: [repository], permissions: { metadata: 'read' as const } }),
      'FORBIDDEN',
      /it needs contents=read/,
    ],
  ])('%s says what may be missing', async (_, grants, code, message) => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const token = started.fake.token(grants(started));
    const error = await failureOf(started.load('a.md', { auth: { token } }));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    const valid = await failureOf(started.provider.validate(started.config('a.md', { auth: { token } }), context));
    expect(valid.code).toBe('FORBIDDEN');
    expect(valid.message).toMatch(/Contents: read|contents=read/);
    expect(inspect([error, valid], { depth: 9, showHidden: true })).not.toContain(token);
  });

  it('that is wrong, empty or fails to be given is AUTH_FAILED', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    for (const token of [randomBytes(20).toString('hex'), () => '', () => Promise.reject(new Error('vault down'))]) {
      expect(await failureOf(started.load('a.md', { auth: { token } }))).toMatchObject({ code: 'AUTH_FAILED' });
    }
  });

  it('of the factory serves entries that give none, and never those that do', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, token, config } = started;
    await using provider = Object.assign(github({ allowHosts: ['127.0.0.1'], token, baseUrl: fake.url }), {
      async [Symbol.asyncDispose]() {},
    });
    const { auth: _, baseUrl: __, ...bare } = config('a.md');
    expect(await provider.load(bare, context)).toMatchObject({ content: 'A\n' });
    const own = { ...bare, token: randomBytes(20).toString('hex') };
    expect(await failureOf(provider.load(own, context))).toMatchObject({ code: 'AUTH_FAILED' });
    await provider.close?.();
  });
});

describe('credentials of the factory', () => {
  it('stay with its server, whatever other server an entry names', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, token, config } = started;
    const { auth: _, ...elsewhere } = config('a.md');
    for (const options of [{ token }, { token, baseUrl: 'https://github.corp.example/api/v3' }]) {
      const provider = github({ allowHosts: ['127.0.0.1'], ...options });
      expect(await failureOf(provider.load(elsewhere, context))).toMatchObject({ code: 'NOT_FOUND' });
      await provider.close?.();
    }
    expect(fake.requests).toHaveLength(2);
    for (const { request } of fake.requests) expect(request.headers.authorization).toBeUndefined();
  });
});

describe('a GitHub App', () => {
  it('mints one token for all entries', async () => {
    await using started = await startProvider({ 'a.md': 'A\n', 'b.md': 'B\n' });
    const { fake, repository, provider, config } = started;
    const auth = fake.app({ repositories: [repository] });
    const configs = [config('a.md', { auth }), config('b.md', { auth: { ...auth } })];
    await Promise.all(configs.map((one) => provider.load(one, context)));
    await provider.loadMany(configs, context);
    expect(fake.requests.filter(({ mintsToken }) => mintsToken)).toHaveLength(1);
  });

  it('whose token was revoked before its time mints another, once', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, repository, load } = started;
    const auth = fake.app({ repositories: [repository] });
    const minted = () => fake.requests.filter(({ mintsToken }) => mintsToken).length;
    await load('a.md', { auth });
    const used = fake.requests.at(-1)?.request.headers.authorization as string;
    fake.revoke(used.replace('token ', ''));
    expect(await load('a.md', { auth })).toMatchObject({ content: 'A\n' });
    expect(minted()).toBe(2);
    fake.fail({ kind: 'status', status: 401 }, { path: '/repos' });
    expect(await failureOf(load('a.md', { auth }))).toMatchObject({ code: 'AUTH_FAILED' });
    expect(minted()).toBe(3);
  });

  it.each([10, -10])('is understood with a clock %i minutes off', async (minutes) => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const auth = started.fake.app({ repositories: [started.repository] });
    started.fake.shiftClock(minutes * minute);
    expect(await started.load('a.md', { auth })).toMatchObject({ content: 'A\n' });
  });

  it('takes a key whose line breaks are written as \\n, as environment variables have them', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { privateKey, ...app } = started.fake.app({ repositories: [started.repository] });
    const auth = { ...app, privateKey: () => privateKey.replaceAll('\n', '\\n') };
    expect(await started.load('a.md', { auth })).toMatchObject({ content: 'A\n' });
  });

  it('that is refused says why, and never its key', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, repository } = started;
    const app = fake.app({ repositories: [repository] });
    const other = fake.app({ repositories: [repository] });
    const cases = [
      [{ ...app, privateKey: other.privateKey }, /does not accept its signature/],
      [{ ...app, privateKey: 'no key at all' }, /privateKey is no private key in PEM/],
      [{ ...app, installationId: 987_654 }, /has no installation 987654/],
      [{ ...app, privateKey: '' }, /is empty/],
    ] as const;
    for (const [auth, message] of cases) {
      const error = await failureOf(started.load('a.md', { auth }));
      expect(error).toMatchObject({ code: 'AUTH_FAILED', message: expect.stringMatching(message) });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(app.privateKey.slice(40, 80));
    }
  });
});

describe('the app’s own octokit', () => {
  it('is used for entries without credentials, whatever its plugins and network', async () => {
    await using started = await startProvider({ 'README.md': 'R\n', 'a.md': 'A\n' });
    const { fake, token, config } = started;
    const octokit = new Octokit({ auth: token, baseUrl: fake.url });
    const provider = github({ octokit });
    const { auth: _, baseUrl: __, ...bare } = config('a.md');
    expect(await provider.load(bare, context)).toMatchObject({ content: 'A\n' });
    const many = await provider.loadMany?.([bare, { ...bare, path: 'README.md' }], context);
    expect(many).toMatchObject([{ content: 'A\n' }, { content: 'R\n' }]);
    const facts = await provider.describe?.([bare], context);
    expect(facts).toMatchObject([{ metadata: { author: 'ada' } }]);
    await provider.close?.();
  });
});

it.each([{ token: 'x' }, { auth: { token: 'x' } }, { baseUrl: 'https://github.corp.example/api/v3' }])(
  'an octokit beside %j is refused: it has its own',
  (more) => {
    expect(() => github({ octokit: new Octokit(), ...more })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('octokit has its own') }),
    );
  },
);

describe('GitHub Enterprise Server', () => {
  it('is reached by its baseUrl, written with or without a slash, GraphQL included', async () => {
    const files = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`p${index}.md`, `${index}\n`]));
    await using started = await startProvider(files);
    for (const end of ['', '/']) {
      const at = { baseUrl: started.fake.enterpriseUrl + end };
      const configs = Object.keys(files).map((path) => started.config(path, at));
      expect(await started.provider.load(configs[0] as never, context)).toMatchObject({ content: '0\n' });
      expect(await started.provider.loadMany(configs, context)).toMatchObject(
        Object.values(files).map((content) => ({ content })),
      );
      expect(await started.provider.describe(configs, context)).toMatchObject(
        configs.map(() => ({ metadata: { author: 'ada' } })),
      );
    }
    expect(started.calls().filter((call) => call.includes('/api/graphql'))).toHaveLength(2);
  });

  it('is refused where it is private and nobody allowed it', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const provider = github();
    const error = await failureOf(provider.load(started.config('a.md'), context));
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('allowHosts') });
    const https = started.fake.url.replace('http:', 'https:');
    expect(await failureOf(provider.load(started.config('a.md', { baseUrl: https }), context))).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(started.calls()).toEqual([]);
    await provider.close?.();
  });
});

describe('a limit', () => {
  async function start() {
    const started = await startProvider({ 'README.md': 'R\n', 'a.md': 'A\n' });
    const prompts = await createPrompts({
      systemPrompts: {
        a: { provider: 'github', config: started.config('a.md') },
        readme: { provider: 'github', config: started.config('README.md') },
      },
      providers: [github({ allowHosts: ['127.0.0.1'] })],
    });
    await Promise.all([prompts.get('a'), prompts.get('readme')]);
    return { started, prompts };
  }

  it.each([
    [
      'primary',
      ({ fake, token }: StartedProvider) => fake.limit({ kind: 'primary', token, resetAt: fake.now() + hour }),
    ],
    ['secondary', ({ fake }: StartedProvider) => fake.limit({ kind: 'secondary', retryAfter: 3600 })],
    [
      'secondary, by 429',
      ({ fake }: StartedProvider) => fake.limit({ kind: 'secondary', retryAfter: 3600, status: 429 }),
    ],
  ])('%s: prompts are served stale, and nothing is asked until it has passed', async (_, hit) => {
    const { started, prompts } = await start();
    hit(started);
    const { failed } = await prompts.refresh();
    expect(failed).toMatchObject([
      { name: 'a', error: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } },
      { name: 'readme', error: { code: 'RATE_LIMITED' } },
    ]);
    expect(Math.abs((failed[0]?.error.retryAfter ?? 0) - 3600)).toBeLessThan(5);
    const calls = started.calls().length;
    for (let round = 0; round < 5; round += 1) await prompts.refresh();
    expect((await prompts.get('a')).content).toBe('A\n');
    expect(started.calls()).toHaveLength(calls);
    const [source] = prompts.status().sources;
    expect(source?.nextTry).toBeGreaterThan(Date.now() + 3_500_000);
    await prompts.close();
    await started.close();
  });

  it('of a token is none of the one it was rotated to', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, repository, load } = started;
    let current = fake.token({ repositories: [repository] });
    const auth = { token: () => current };
    fake.limit({ kind: 'primary', token: current, resetAt: fake.now() + hour });
    expect(await failureOf(load('a.md', { auth }))).toMatchObject({ code: 'RATE_LIMITED' });
    current = fake.token({ repositories: [repository] });
    expect(await load('a.md', { auth })).toMatchObject({ content: 'A\n' });
  });

  it('of one token leaves the others alone', async () => {
    const { started, prompts } = await start();
    const { fake, repository, token, provider, config } = started;
    fake.limit({ kind: 'primary', token, resetAt: fake.now() + hour });
    const other = fake.token({ repositories: [repository] });
    expect(await provider.load(config('a.md', { auth: { token: other } }), context)).toMatchObject({ content: 'A\n' });
    await prompts.close();
    await started.close();
  });
});
