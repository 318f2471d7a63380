import { Octokit } from '@octokit/rest';
import { createPrompts, PromptError } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { MapStore } from '../../core/src/test-support/map-store.ts';
import type { GitHubConfig, GitHubOptions } from './config.ts';
import { github } from './github.ts';
import { startFakeGitHub } from './test-support/fake-github.ts';

const base: GitHubConfig = { repo: 'company/ai-prompts', path: 'a.md' };
const app = { appId: 7, installationId: 9, privateKey: 'pem' };
const corp = 'https://github.corp.example/api/v3';

function identify(config: Partial<GitHubConfig>, options: GitHubOptions = {}) {
  return github(options).identity?.({ ...base, ...config } as never);
}

describe('two configs share one text', () => {
  it.each<[string, Partial<GitHubConfig>, GitHubOptions?, Partial<GitHubConfig>?, GitHubOptions?]>([
    ['a repository in another case', { repo: 'Company/AI-Prompts' }],
    ['the public server by its address', { baseUrl: 'api.github.com/' }],
    ['the public server in the options', {}, { baseUrl: 'https://api.github.com' }],
    ['a server with or without scheme and slash', { baseUrl: `${corp}/` }, {}, {}, { baseUrl: corp.slice(8) }],
    ['a branch by either key', { branch: 'next' }, {}, { ref: 'heads/next' }],
    ['a branch by its full name', { branch: 'refs/heads/next' }, {}, { ref: 'refs/heads/next' }],
    ['a tag by its full name', { ref: 'tags/v1' }, {}, { ref: 'refs/tags/v1' }],
    ['a version, whatever the branch', { branch: 'next', version: 'v1' }, {}, { ref: 'v1' }],
    ['a folder with or without a slash at its end', { path: 'prompts/' }, {}, { path: 'prompts' }],
    ['auth: { token } and token', { auth: { token: 't' } }, {}, { token: 't' }],
    ['a token of the entry or of the options', { token: 't' }, {}, {}, { auth: { token: 't' } }],
    ['ids as numbers or texts', { auth: app }, {}, {}, { auth: { ...app, appId: '7', installationId: '9' } }],
  ])('%s', (_, one, options, other = {}, otherOptions = {}) => {
    expect(identify(one, options)).toEqual(identify(other, otherOptions));
  });

  it('if the factory is for another server, which then gets none of its credentials', () => {
    const baseUrl = 'https://api.github.com';
    expect(identify({ baseUrl }, { baseUrl: corp, token: 't' })).toEqual(identify({}));
  });
});

it.each<[string, Partial<GitHubConfig>, GitHubOptions?]>([
  ['another repository', { repo: 'company/other' }],
  ['a path in another case', { path: 'A.md' }],
  ['another branch', { branch: 'next' }],
  ['a ref that may be a branch', { ref: 'main' }],
  ['a token', { token: 't' }],
  ['a token in the options', {}, { token: 't' }],
  ['an App in the options', {}, { auth: app }],
  ['another server', {}, { baseUrl: corp }],
  ['an octokit', {}, { octokit: new Octokit() }],
])('two configs with %s are two texts', (_, config, options) => {
  expect(identify(config, options)).not.toEqual(identify({}));
});

it('a branch and a tag of one name are two texts', () => {
  const all = [{ branch: 'v1' }, { ref: 'v1' }, { ref: 'tags/v1' }].map((config) => JSON.stringify(identify(config)));
  expect(new Set(all).size).toBe(3);
});

it('takes the name under which it is registered', () => {
  expect([github().name, github({}, { name: 'corp' }).name]).toEqual(['github', 'corp']);
});

describe('apps that share a store', () => {
  async function read(options: GitHubOptions, store: MapStore): Promise<string> {
    await using prompts = await createPrompts({
      systemPrompts: { it: { provider: 'github', config: base } },
      providers: [github({ allowHosts: ['127.0.0.1'], ...options })],
      cache: { store },
    });
    const { content } = await prompts.get('it');
    await expect.poll(() => store.values.size).toBeGreaterThan(0);
    return content;
  }

  it('read no text with a token that was revoked or has no access', async () => {
    await using fake = await startFakeGitHub();
    const repository = fake.repository(base.repo, { private: true });
    repository.commit({ 'a.md': 'secret\n' });
    const store = new MapStore();
    const createToken = () => fake.token({ repositories: [repository] });
    const [good, revoked] = [createToken(), createToken()];
    const without = fake.token({ repositories: [] });
    expect(await read({ baseUrl: fake.url, token: good }, store)).toBe('secret\n');
    fake.revoke(revoked);
    const codes = await Promise.all(
      [revoked, without, undefined].map(async (token) => {
        const error = await read({ baseUrl: fake.url, ...(token && { token }) }, store).catch(
          (thrown: unknown) => thrown,
        );
        return PromptError.isInstance(error) ? error.code : error;
      }),
    );
    expect(codes).toEqual(['AUTH_FAILED', 'NOT_FOUND', 'NOT_FOUND']);
    const calls = fake.requests.length;
    expect(await read({ baseUrl: `${fake.url}/`, auth: { token: good } }, store)).toBe('secret\n');
    expect(fake.requests).toHaveLength(calls);
  });

  it('share no text if their options have different values of baseUrl', async () => {
    await using production = await startFakeGitHub();
    await using staging = await startFakeGitHub();
    production.repository(base.repo).commit({ 'a.md': 'production\n' });
    staging.repository(base.repo).commit({ 'a.md': 'staging\n' });
    const store = new MapStore();
    expect(await read({ baseUrl: production.url }, store)).toBe('production\n');
    expect(await read({ baseUrl: staging.url }, store)).toBe('staging\n');
  });
});

it('a provider registered under two names has two texts', async () => {
  await using fake = await startFakeGitHub();
  await using corporate = await startFakeGitHub();
  fake.repository(base.repo).commit({ 'a.md': 'public\n' });
  corporate.repository(base.repo).commit({ 'a.md': 'corporate\n' });
  const allowHosts = ['127.0.0.1'];
  await using prompts = await createPrompts({
    systemPrompts: {
      one: { provider: 'github', config: base },
      other: { provider: 'corp', config: base as never },
    },
    providers: [
      github({ allowHosts, baseUrl: fake.url }),
      github({ allowHosts, baseUrl: corporate.url }, { name: 'corp' }),
    ],
  });
  expect((await prompts.get('one')).content).toBe('public\n');
  expect(await prompts.get('other')).toMatchObject({ content: 'corporate\n', provider: 'corp' });
});
