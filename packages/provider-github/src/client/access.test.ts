import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { Octokit } from '@octokit/rest';
import { createPrompts, PromptError } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { github } from '../github.ts';
import { context, type StartedProvider, startProvider } from '../test-support/start-provider.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

async function catchError(attempt: Promise<unknown>): Promise<PromptError> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!PromptError.isInstance(error)) throw new Error(`expected a PromptError, got ${inspect(error)}`);
  return error;
}

describe('a token', () => {
  it('may be a function, which is called for every request, so that rotation needs no restart', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, repository, provider, config } = started;
    let current = fake.token({ repositories: [repository] });
    let calls = 0;
    const rotated = config('a.md', {
      auth: {
        token: () => {
          calls += 1;
          return current;
        },
      },
    });
    expect(await provider.load(rotated, context)).toMatchObject({ content: 'A\n' });
    fake.revoke(current);
    expect(await catchError(provider.load(rotated, context))).toMatchObject({ code: 'AUTH_FAILED' });
    current = fake.token({ repositories: [repository] });
    expect(await provider.load(rotated, context)).toMatchObject({ content: 'A\n' });
    expect(calls).toBe(3);
  });

  it.each([
    [
      'without access',
      () => ({ repositories: [] }),
      'NOT_FOUND',
      /no such repository, branch or file, or the token can't access it/,
    ],
    [
      'without a permission',
      ({ repository }: StartedProvider) => ({ repositories: [repository], permissions: { metadata: 'read' as const } }),
      'FORBIDDEN',
      /grant it contents=read/,
    ],
  ])('%s fails with the reason', async (_, grants, code, message) => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const token = started.fake.token(grants(started));
    const error = await catchError(started.load('a.md', { auth: { token } }));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    const validation = await catchError(
      started.provider.validate(started.config('a.md', { auth: { token } }), context),
    );
    expect(validation.code).toBe('FORBIDDEN');
    expect(validation.message).toMatch(/Contents: read|contents=read/);
    expect(inspect([error, validation], { depth: 9, showHidden: true })).not.toContain(token);
  });

  it('that is wrong, empty or not available fails with AUTH_FAILED', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    for (const token of [randomBytes(20).toString('hex'), () => '', () => Promise.reject(new Error('vault down'))]) {
      expect(await catchError(started.load('a.md', { auth: { token } }))).toMatchObject({ code: 'AUTH_FAILED' });
    }
  });

  it('of the factory is used for entries without a token only', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, token, config } = started;
    await using provider = Object.assign(github({ allowHosts: ['127.0.0.1'], token, baseUrl: fake.url }), {
      async [Symbol.asyncDispose]() {},
    });
    const { auth: _, baseUrl: __, ...entry } = config('a.md');
    expect(await provider.load(entry, context)).toMatchObject({ content: 'A\n' });
    const own = { ...entry, token: randomBytes(20).toString('hex') };
    expect(await catchError(provider.load(own, context))).toMatchObject({ code: 'AUTH_FAILED' });
    await provider.close?.();
  });
});

describe('credentials of the factory', () => {
  it('are not sent to another server that an entry names', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, token, config } = started;
    const { auth: _, ...elsewhere } = config('a.md');
    for (const options of [{ token }, { token, baseUrl: 'https://github.corp.example/api/v3' }]) {
      const provider = github({ allowHosts: ['127.0.0.1'], ...options });
      expect(await catchError(provider.load(elsewhere, context))).toMatchObject({ code: 'NOT_FOUND' });
      await provider.close?.();
    }
    expect(fake.requests).toHaveLength(4);
    for (const { request } of fake.requests) expect(request.headers.authorization).toBeUndefined();
  });
});

describe('a GitHub App', () => {
  it('creates one token for all entries', async () => {
    await using started = await startProvider({ 'a.md': 'A\n', 'b.md': 'B\n' });
    const { fake, repository, provider, config } = started;
    const auth = fake.app({ repositories: [repository] });
    const configs = [config('a.md', { auth }), config('b.md', { auth: { ...auth } })];
    await Promise.all(configs.map((each) => provider.load(each, context)));
    await provider.loadMany(configs, context);
    expect(fake.requests.filter(({ createsToken }) => createsToken)).toHaveLength(1);
  });

  it('replaces a revoked token, once per request', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, repository, load } = started;
    const auth = fake.app({ repositories: [repository] });
    const countCreated = () => fake.requests.filter(({ createsToken }) => createsToken).length;
    await load('a.md', { auth });
    const used = fake.requests.at(-1)?.request.headers.authorization as string;
    fake.revoke(used.replace('token ', ''));
    expect(await load('a.md', { auth })).toMatchObject({ content: 'A\n' });
    expect(countCreated()).toBe(2);
    fake.fail({ kind: 'status', status: 401 }, { path: '/repos' });
    expect(await catchError(load('a.md', { auth }))).toMatchObject({ code: 'AUTH_FAILED' });
    expect(countCreated()).toBe(3);
  });

  it.each([10, -10])('works with a clock that is %i minutes off', async (minutes) => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const auth = started.fake.app({ repositories: [started.repository] });
    started.fake.shiftClock(minutes * minuteMs);
    expect(await started.load('a.md', { auth })).toMatchObject({ content: 'A\n' });
  });

  it('accepts a key whose line breaks are written as \\n, as in environment variables', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { privateKey, ...app } = started.fake.app({ repositories: [started.repository] });
    const auth = { ...app, privateKey: () => privateKey.replaceAll('\n', '\\n') };
    expect(await started.load('a.md', { auth })).toMatchObject({ content: 'A\n' });
  });

  it('that is rejected fails with the reason, without its key', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, repository } = started;
    const app = fake.app({ repositories: [repository] });
    const other = fake.app({ repositories: [repository] });
    const cases = [
      [{ ...app, privateKey: other.privateKey }, /GitHub rejected its signature/],
      [{ ...app, privateKey: 'no key at all' }, /privateKey is not a private key in PEM format/],
      [{ ...app, installationId: 987_654 }, /installation 987654 does not exist/],
      [{ ...app, privateKey: '' }, /is empty/],
    ] as const;
    for (const [auth, message] of cases) {
      const error = await catchError(started.load('a.md', { auth }));
      expect(error).toMatchObject({ code: 'AUTH_FAILED', message: expect.stringMatching(message) });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(app.privateKey.slice(40, 80));
    }
  });
});

describe('an octokit of the app', () => {
  it('is used for entries without credentials', async () => {
    await using started = await startProvider({ 'README.md': 'R\n', 'a.md': 'A\n' });
    const { fake, token, config } = started;
    const octokit = new Octokit({ auth: token, baseUrl: fake.url });
    const provider = github({ octokit });
    const { auth: _, baseUrl: __, ...entry } = config('a.md');
    expect(await provider.load(entry, context)).toMatchObject({ content: 'A\n' });
    const many = await provider.loadMany?.([entry, { ...entry, path: 'README.md' }], context);
    expect(many).toMatchObject([{ content: 'A\n' }, { content: 'R\n' }]);
    const facts = await provider.describe?.([entry], context);
    expect(facts).toMatchObject([{ metadata: { author: 'ada' } }]);
    await provider.close?.();
  });
});

it.each([{ token: 'x' }, { auth: { token: 'x' } }, { baseUrl: 'https://github.corp.example/api/v3' }])(
  'an octokit together with %j is refused',
  (more) => {
    expect(() => github({ octokit: new Octokit(), ...more })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('octokit has its own') }),
    );
  },
);

describe('GitHub Enterprise Server', () => {
  it('is reached at its baseUrl, with or without a trailing slash, for GraphQL too', async () => {
    const files = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`p${index}.md`, `${index}\n`]));
    await using started = await startProvider(files);
    for (const slash of ['', '/']) {
      const access = { baseUrl: started.fake.enterpriseUrl + slash };
      const configs = Object.keys(files).map((path) => started.config(path, access));
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

  it('is refused if it is private and not in allowHosts', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const provider = github();
    const error = await catchError(provider.load(started.config('a.md'), context));
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('allowHosts') });
    const https = started.fake.url.replace('http:', 'https:');
    expect(await catchError(provider.load(started.config('a.md', { baseUrl: https }), context))).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(started.calls()).toEqual([]);
    await provider.close?.();
  });
});

describe('a rate limit', () => {
  async function startPrompts() {
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
      ({ fake, token }: StartedProvider) => fake.limit({ kind: 'primary', token, resetAtMs: fake.now() + hourMs }),
    ],
    ['secondary', ({ fake }: StartedProvider) => fake.limit({ kind: 'secondary', retryAfterSeconds: 3600 })],
    [
      'secondary, with status 429',
      ({ fake }: StartedProvider) => fake.limit({ kind: 'secondary', retryAfterSeconds: 3600, status: 429 }),
    ],
  ])('(%s) leaves prompts stale, and no request is sent until it has passed', async (_, exceedLimit) => {
    const { started, prompts } = await startPrompts();
    exceedLimit(started);
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

  it('of a token does not apply to the token that replaces it', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const { fake, repository, load } = started;
    let current = fake.token({ repositories: [repository] });
    const auth = { token: () => current };
    fake.limit({ kind: 'primary', token: current, resetAtMs: fake.now() + hourMs });
    expect(await catchError(load('a.md', { auth }))).toMatchObject({ code: 'RATE_LIMITED' });
    current = fake.token({ repositories: [repository] });
    expect(await load('a.md', { auth })).toMatchObject({ content: 'A\n' });
  });

  it('of one token does not apply to other tokens', async () => {
    const { started, prompts } = await startPrompts();
    const { fake, repository, token, provider, config } = started;
    fake.limit({ kind: 'primary', token, resetAtMs: fake.now() + hourMs });
    const other = fake.token({ repositories: [repository] });
    expect(await provider.load(config('a.md', { auth: { token: other } }), context)).toMatchObject({ content: 'A\n' });
    await prompts.close();
    await started.close();
  });
});
