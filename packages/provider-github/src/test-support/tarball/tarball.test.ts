import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeGitHub, startFakeGitHub } from '../fake-github.ts';
import type { FakeRepository } from '../fake-repository.ts';

const hasTar = spawnSync('tar', ['--version']).status === 0;
const longPath = `${'folder/'.repeat(20)}long.md`;
let github: FakeGitHub;
let repository: FakeRepository;
let sha: string;
let token: string;

beforeEach(async () => {
  github = await startFakeGitHub();
  repository = github.repository('company/ai-prompts', { private: true });
  sha = repository.commit({
    'a.md': 'Hello',
    'é/日本.md': 'Grüße',
    [longPath]: 'long',
    link: { symlink: 'a.md' },
    sub: { submodule: '6ca3721222109997540bd6d9ccd396902e0ad2f9' },
  });
  token = github.token({ repositories: [repository] });
});
afterEach(() => github.close());

const requestArchiveUrl = async () => {
  const response = await fetch(`${github.url}/repos/company/ai-prompts/tarball/main`, {
    headers: { authorization: `token ${token}` },
    redirect: 'manual',
  });
  expect(response.status).toBe(302);
  return response.headers.get('location') ?? '';
};
const download = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());

test('tar can unpack an archive', async (context) => {
  if (!hasTar) return context.skip('tar is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'fake-github-'));
  try {
    execFileSync('tar', ['-xz', '-C', folder], { input: await download(await requestArchiveUrl()) });
    const top = join(folder, `company-ai-prompts-${sha.slice(0, 7)}`);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(readdirSync(top).sort()).toEqual(['a.md', 'folder', 'link', 'sub', 'é']);
    expect(readFileSync(join(top, 'é/日本.md'), 'utf8')).toBe('Grüße');
    expect(readFileSync(join(top, longPath), 'utf8')).toBe('long');
    expect(readlinkSync(join(top, 'link'))).toBe('a.md');
    expect(readdirSync(join(top, 'sub'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the global header names the commit', async () => {
  expect(gunzipSync(await download(await requestArchiveUrl())).includes(`52 comment=${sha}\n`)).toBe(true);
});

test('the URL of a private archive works once', async () => {
  const url = await requestArchiveUrl();
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url)).status).toBe(404);
  expect((await fetch(url.split('?')[0] ?? '')).status).toBe(404);
});

test('a token of the API at the archive host is refused and recorded', async () => {
  const url = await requestArchiveUrl();
  expect(new URL(url).origin).not.toBe(github.url);
  expect(github.leakedTokens).toEqual([]);
  expect((await fetch(url, { headers: { authorization: `token ${token}` } })).status).toBe(400);
  expect(github.leakedTokens).toHaveLength(1);
});

test('octokit downloads an archive in two requests', async () => {
  const octokit = new Octokit({ baseUrl: github.url, auth: token });
  const { data } = await octokit.repos.downloadTarballArchive({ owner: 'company', repo: 'ai-prompts', ref: '' });
  expect((data as ArrayBuffer).byteLength).toBeGreaterThan(100);
  expect(github.requests.map(({ host }) => host)).toEqual(['api', 'archive']);
  expect(github.requests[1]?.request.bytes).toBeGreaterThan((data as ArrayBuffer).byteLength);
  expect(github.leakedTokens).toEqual([]);
});

test('archives can be damaged', async () => {
  repository.archiveDamage = { kind: 'truncated' };
  const truncated = await download(await requestArchiveUrl());
  expect(() => gunzipSync(truncated)).toThrow('unexpected end of file');
  repository.archiveDamage = { kind: 'names', names: ['../evil', '/etc/evil'] };
  const evil = gunzipSync(await download(await requestArchiveUrl()));
  expect(['../evil', '/etc/evil', '/a.md'].map((name) => evil.includes(name))).toEqual([true, true, true]);
  repository.archiveDamage = { kind: 'bomb', megabytes: 50 };
  const bomb = await download(await requestArchiveUrl());
  expect(bomb.length).toBeLessThan(200_000);
  expect(gunzipSync(bomb).length).toBeGreaterThan(50 * 1024 * 1024);
});
