import { beforeAll, expect, test } from 'vitest';
import { startFakeGitHub } from './fake-github.ts';
import { hashObject } from './git/hash-object.ts';
import { createSchemaChecker, hasApiDescription } from './schema-checker.ts';

const github = await startFakeGitHub({ treeLimit: 50 });
const repo = github.repository('company/ai-prompts', { private: true });
const first = repo.commit({
  'README.md': '# Prompts\n',
  'prompts/a.md': 'Hello',
  'prompts/übung #1 100%.md': 'Grüße',
  'prompts/link.md': { symlink: 'a.md' },
  outside: { symlink: '/etc/passwd' },
  'run.sh': { executable: true, content: '#!/bin/sh\n' },
  'vendor/lib': { submodule: '6ca3721222109997540bd6d9ccd396902e0ad2f9' },
  'large.md': 'x'.repeat(1_500_000),
});
const second = repo.commit({ 'prompts/a.md': 'Hello again', 'README.md': null, 'READ ME.md': '# Prompts\n' });
repo.branch('feature/x', first);
repo.tag('v1', first, { annotated: true });
const empty = github.repository('company/empty');
const token = github.token({ repositories: [repo] });
const stranger = github.token({ repositories: [] });
const limited = github.token({ repositories: [repo], permissions: { metadata: 'read' } });
const at = '/repos/company/ai-prompts';
const described = '/repos/{owner}/{repo}';

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${github.url}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers }, redirect: 'manual' });

let problemsOf: ReturnType<typeof createSchemaChecker>;
beforeAll(() => {
  if (hasApiDescription) problemsOf = createSchemaChecker();
  return () => github.close();
});

const answers: [status: number, path: string, template: string, headers?: Record<string, string>, type?: string][] = [
  [200, at, described],
  [200, `${at}/contents/prompts%2Fa.md`, `${described}/contents/{path}`],
  [200, `${at}/contents/large.md`, `${described}/contents/{path}`],
  [200, `${at}/contents/prompts`, `${described}/contents/{path}`],
  [200, `${at}/contents/`, `${described}/contents/{path}`],
  [200, `${at}/contents/outside`, `${described}/contents/{path}`],
  [200, `${at}/contents/vendor/lib`, `${described}/contents/{path}`],
  [
    200,
    `${at}/contents/prompts`,
    `${described}/contents/{path}`,
    { accept: 'application/vnd.github.object+json' },
    'application/vnd.github.object',
  ],
  [404, `${at}/contents/nothing.md`, `${described}/contents/{path}`],
  [404, `${at}/contents/prompts/a.md?ref=nothing`, `${described}/contents/{path}`],
  [403, `${at}/contents/prompts/a.md`, `${described}/contents/{path}`, { authorization: `token ${limited}` }],
  [404, `${at}/contents/prompts/a.md`, `${described}/contents/{path}`, { authorization: `token ${stranger}` }],
  [200, `${at}/commits`, `${described}/commits`],
  [200, `${at}/commits?sha=feature/x&path=prompts/a.md&per_page=1`, `${described}/commits`],
  [404, `${at}/commits?sha=nothing`, `${described}/commits`],
  [409, '/repos/company/empty/commits', `${described}/commits`],
  [200, `${at}/commits/feature/x`, `${described}/commits/{ref}`],
  [200, `${at}/commits/${second.slice(0, 8)}`, `${described}/commits/{ref}`],
  [422, `${at}/commits/nothing`, `${described}/commits/{ref}`],
  [409, '/repos/company/empty/commits/main', `${described}/commits/{ref}`],
  [200, `${at}/git/ref/heads%2Fmain`, `${described}/git/ref/{ref}`],
  [200, `${at}/git/ref/tags/v1`, `${described}/git/ref/{ref}`],
  [404, `${at}/git/ref/heads/nothing`, `${described}/git/ref/{ref}`],
  [200, `${at}/git/trees/main`, `${described}/git/trees/{tree_sha}`],
  [200, `${at}/git/trees/main?recursive=1`, `${described}/git/trees/{tree_sha}`],
  [404, `${at}/git/trees/nothing`, `${described}/git/trees/{tree_sha}`],
  [409, '/repos/company/empty/git/trees/main', `${described}/git/trees/{tree_sha}`],
  [200, `${at}/git/blobs/${hashObject('blob', Buffer.from('Hello'))}`, `${described}/git/blobs/{file_sha}`],
  [404, `${at}/git/blobs/${'0'.repeat(40)}`, `${described}/git/blobs/{file_sha}`],
  [422, `${at}/git/blobs/nothing`, `${described}/git/blobs/{file_sha}`],
  [200, `${at}/git/commits/${first}`, `${described}/git/commits/{commit_sha}`],
  [404, `${at}/git/commits/${'0'.repeat(40)}`, `${described}/git/commits/{commit_sha}`],
  [200, `${at}/branches/feature/x`, `${described}/branches/{branch}`],
  [404, `${at}/branches/nothing`, `${described}/branches/{branch}`],
  [200, `${at}/compare/${first}...main`, `${described}/compare/{basehead}`],
  [404, `${at}/compare/nothing...main`, `${described}/compare/{basehead}`],
  [404, '/repos/company/nothing', described],
  [200, '/rate_limit', '/rate_limit'],
];

test.each(answers)('%i %s is as described', async (status, path, template, headers, type) => {
  const response = await get(path, headers);
  expect(response.status).toBe(status);
  const body: unknown = await response.json();
  if (hasApiDescription) expect(problemsOf(template, status, body, type)).toEqual([]);
});

test('the description of the API is here', (context) => {
  if (!hasApiDescription)
    return context.skip("GitHub's description of its API is not here: answers' shapes went unchecked");
  expect(problemsOf(described, 200, { id: 'no number' })).not.toEqual([]);
});

test('a renamed repository leads to its new place', async () => {
  const old = github.repository('company/old', {});
  old.commit({ 'a.md': 'a' });
  github.rename(old, 'company/new');
  const response = await get('/repos/company/old/contents/a.md?ref=main');
  expect(response.status).toBe(301);
  expect(response.headers.get('location')).toBe(`${github.url}/repositories/${old.id}/contents/a.md?ref=main`);
  const body: unknown = await response.json();
  if (hasApiDescription) expect(problemsOf(described, 301, body)).toEqual([]);
  expect((await fetch(response.headers.get('location') ?? '')).status).toBe(200);
  expect((await get('/repos/Company/NEW')).status).toBe(200);
});

test('contents come in every form', async () => {
  const json = async (path: string) => (await get(`${at}/contents/${path}`)).json() as Promise<Record<string, unknown>>;
  expect(await json('prompts/link.md')).toMatchObject({ type: 'file', content: 'SGVsbG8gYWdhaW4=\n' });
  expect(await json('outside')).toMatchObject({ type: 'symlink', target: '/etc/passwd' });
  expect(await json('vendor/lib')).toMatchObject({ type: 'submodule' });
  expect(await json('large.md')).toMatchObject({ content: '', encoding: 'none', size: 1_500_000 });
  expect(await json('prompts/a.md?ref=v1')).toMatchObject({ content: 'SGVsbG8=\n' });
  const path = encodeURIComponent('prompts/übung #1 100%.md');
  const raw = await get(`${at}/contents/${path}`, { accept: 'application/vnd.github.raw+json' });
  expect(await raw.text()).toBe('Grüße');
});

test('a tree beyond the limit is truncated, one folder of it is not', async () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`many/${index}.md`, `${index}`]));
  repo.commit(many, { branch: 'many' });
  const tree = async (path: string) =>
    (await get(`${at}/git/trees/${path}`)).json() as Promise<{ truncated: boolean; tree: [] }>;
  expect(await tree('many?recursive=1')).toMatchObject({ truncated: true, tree: { length: 50 } });
  expect(await tree('many:many')).toMatchObject({ truncated: false, tree: { length: 60 } });
});

test('pages of commits are linked', async () => {
  const link = (await get(`${at}/commits?per_page=1`)).headers.get('link');
  expect(link).toContain(`<${github.url}/repositories/${repo.id}/commits?per_page=1&page=2>; rel="next"`);
});

test('compare tells a file that moved from one that changed', async () => {
  const compared = (await (await get(`${at}/compare/${first}...${second}`)).json()) as { files: object[] };
  expect(compared).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 });
  expect(compared.files).toMatchObject([
    { filename: 'READ ME.md', status: 'renamed', previous_filename: 'README.md' },
    { filename: 'prompts/a.md', status: 'modified' },
  ]);
});

test('enterprise paths, archived and removed repositories', async () => {
  const enterprise = await fetch(`${github.enterpriseUrl}${at}`, { headers: { authorization: `token ${token}` } });
  expect(await enterprise.json()).toMatchObject({ url: `${github.enterpriseUrl}${at}` });
  empty.archive();
  expect(await (await get('/repos/company/empty')).json()).toMatchObject({ archived: true });
  empty.remove();
  expect((await get('/repos/company/empty')).status).toBe(404);
});

test('100,000 files are quick to commit, list and change', async () => {
  await using large = await startFakeGitHub();
  const files = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, index) => [`p/${index % 100}/${index}.md`, `Prompt ${index}`]),
  );
  const mono = large.repository('company/mono');
  mono.commit(files);
  const changed = mono.commit({ 'p/7/7.md': 'Changed' });
  const tree = await fetch(`${large.url}/repos/company/mono/git/trees/${changed}?recursive=1`);
  expect(await tree.json()).toMatchObject({ truncated: true, tree: { length: 100_000 } });
});
