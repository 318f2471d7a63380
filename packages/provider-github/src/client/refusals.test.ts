import { randomBytes } from 'node:crypto';
import { PromptError } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { refusals, singleSignOnUrl } from '../test-support/refusals.ts';
import { context, startProvider } from '../test-support/start-provider.ts';

type Name = keyof typeof refusals;

/** @returns The errors of one file, alone and with others, while the server refuses requests for the repository. */
async function loadRefused(name: Name) {
  await using started = await startProvider({ 'README.md': 'R\n', 'a.md': 'A\n' });
  started.fake.fail(refusals[name], { path: '/repos/' });
  return (await started.loadBothWays('a.md')) as PromptError[];
}

describe('a refusal is reported in the words of GitHub', () => {
  it.each<[Name, string]>([
    ['singleSignOn', 'Resource protected by organization SAML enforcement'],
    ['singleSignOn', `authorize the token for it at ${singleSignOnUrl}`],
    ['ipAllowList', 'has an IP allow list enabled, and your IP address is not permitted'],
    ['classicToken', '`company` forbids access via a personal access token (classic)'],
    ['tokenLifetime', "if the token's lifetime is greater than 90 days"],
    ['tokenLifetime', 'https://github.com/settings/personal-access-tokens/1'],
    ['suspendedAccount', 'Your account was suspended'],
    ['suspendedInstallation', 'This installation has been suspended'],
    ['blockedRepository', 'GitHub blocks the repository (tos, https://github.com/tos)'],
    ['takedown', 'GitHub blocks the repository (dmca, https://github.com/github/dmca/blob/x.md)'],
    ['unavailable', 'Unavailable for legal reasons'],
    ['firewall', 'the response is a web page: a proxy or a firewall answered, not GitHub'],
  ])('(%s): %s', async (name, words) => {
    for (const error of await loadRefused(name)) {
      expect(error).toMatchObject({ code: 'FORBIDDEN', retryable: false, message: expect.stringContaining(words) });
      expect(error.message).toContain('company/ai-prompts');
      expect(error.message).not.toMatch(/lacks a permission/);
    }
  });

  it('of a query, too', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const message = JSON.parse(refusals.singleSignOn.body).message as string;
    const errors = [{ type: 'FORBIDDEN', path: ['repository'], extensions: { saml_failure: true }, message }];
    const body = JSON.stringify({ data: { repository: null }, errors });
    started.fake.fail({ ...refusals.singleSignOn, status: 200, body }, { path: '/graphql' });
    const configs = ['a.md', 'b.md', 'c.md', 'd.md'].map((path) => started.config(path));
    await expect(started.provider.describe(configs, context)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/SAML enforcement.*authorize the token for it at https:/),
    });
  });

  it('of a token for an App', async () => {
    await using started = await startProvider({ 'a.md': 'A\n' });
    const auth = started.fake.app({ repositories: [started.repository] });
    started.fake.fail(refusals.suspendedInstallation, { path: '/app/' });
    await expect(started.load('a.md', { auth })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('This installation has been suspended'),
    });
    started.fake.fail(refusals.abuse, { path: '/app/' });
    await expect(started.load('a.md', { auth })).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 });
  });
});

it('the detection of abuse is a rate limit, without Retry-After too', async () => {
  for (const error of await loadRefused('abuse')) {
    expect(error).toMatchObject({ code: 'RATE_LIMITED', retryable: true, retryAfter: expect.any(Number) });
  }
});

it('a token that the server quotes does not get into a message', async () => {
  await using started = await startProvider({ 'a.md': 'A\n' });
  const tokens: string[] = [];
  const token = () => {
    tokens.push(randomBytes(20).toString('hex'));
    return tokens[0] as string;
  };
  const quote = async (status: number, message: string) => {
    const body = JSON.stringify({ message });
    started.fake.fail({ kind: 'status', status, headers: { 'content-type': 'application/json' }, body });
    return started.load('a.md', { auth: { token } }).catch((error: unknown) => error as PromptError);
  };
  await quote(403, '');
  for (const status of [401, 403, 404, 500]) {
    const error = (await quote(status, `no\r\n${tokens[0]} ${'x'.repeat(2000)}`)) as PromptError;
    expect(PromptError.isInstance(error) && error.message).toMatch(/no \[secret\] x+…/);
    expect(error.message).not.toContain(tokens[0]);
    expect(error.message.length).toBeLessThan(1000);
  }
});

it.each([
  ['of an Octokit of the app', `ghp_${randomBytes(18).toString('hex')}`],
  [
    'that an App signs',
    ['eyJhbGciOiJSUzI1NiJ9', randomBytes(9).toString('hex'), randomBytes(9).toString('hex')].join('.'),
  ],
])('a token %s does not get into a message either', async (_, quoted) => {
  await using started = await startProvider({ 'a.md': 'A\n' });
  for (const body of [{ message: `no ${quoted}` }, { message: 'x', block: { reason: quoted } }]) {
    const headers = { 'content-type': 'application/json' };
    started.fake.fail({ kind: 'status', status: 403, headers, body: JSON.stringify(body) });
    const error = (await started.load('a.md').catch((thrown: unknown) => thrown)) as PromptError;
    expect(error.message).toContain('[secret]');
    expect(error.message).not.toContain(quoted);
  }
});

it.each([
  [
    'the URL of single sign-on',
    'Protected',
    (token: string) => ({ 'x-github-sso': `required; url=https://a.example/${token}` }),
  ],
  ['a permission', '', (token: string) => ({ 'x-accepted-github-permissions': `contents=${token}` })],
])('a token that the server quotes in %s does not get into a message', async (_, words, quote) => {
  await using started = await startProvider({ 'a.md': 'A\n' });
  const token = randomBytes(20).toString('hex');
  const headers = { 'content-type': 'application/json', ...quote(token) };
  started.fake.fail({ kind: 'status', status: 403, headers, body: JSON.stringify({ message: words }) });
  const error = (await started.load('a.md', { auth: { token } }).catch((thrown: unknown) => thrown)) as PromptError;
  expect(error.message).toContain('[secret]');
  expect(error.message).not.toContain(token);
});

it('a web page as 403 is not a rate limit of GitHub, with Retry-After neither', async () => {
  await using started = await startProvider({ 'a.md': 'A\n' });
  const headers = { ...refusals.firewall.headers, 'retry-after': '300' };
  started.fake.fail({ ...refusals.firewall, headers }, { times: 1 });
  await expect(started.load('a.md')).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringContaining('a proxy or a firewall answered'),
  });
  await expect(started.load('a.md')).resolves.toMatchObject({ content: 'A\n' });
});

it('a 451 without a body is not taken for a missing permission', async () => {
  await using started = await startProvider({ 'a.md': 'A\n' });
  started.fake.fail({ kind: 'status', status: 451 });
  await expect(started.load('a.md')).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringContaining('not available for legal reasons'),
  });
});

describe('a fault of baseUrl names it', () => {
  const html = { headers: { 'content-type': 'text/html' }, body: '<html>Not here</html>' };
  it.each([
    ['a web page as 404', { kind: 'status', status: 404, ...html }],
    ['a web page as 200', { kind: 'login-page' }],
    ['another JSON', { kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }],
    ['a reset', { kind: 'reset' }],
    ['a firewall', refusals.firewall],
  ] as const)('(%s)', async (_, fault) => {
    await using started = await startProvider({ 'README.md': 'R\n', 'a.md': 'A\n' });
    started.fake.fail(fault);
    const baseUrl = started.fake.enterpriseUrl;
    for (const error of await started.loadBothWays('a.md', { baseUrl })) {
      expect(error).toMatchObject({ message: expect.stringContaining(`check baseUrl '${baseUrl}'`) });
    }
  });

  it('but not if GitHub itself answered', async () => {
    await using started = await startProvider({ 'README.md': 'R\n' });
    for (const error of await started.loadBothWays('missing.md')) {
      expect(error).toMatchObject({ code: 'NOT_FOUND', message: expect.not.stringContaining('baseUrl') });
    }
  });
});
