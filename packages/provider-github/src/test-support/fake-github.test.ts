import { beforeAll, expect, test } from 'vitest';
import { startFakeGitHub } from './fake-github.ts';
import { hashObject } from './git/hash-object.ts';
import { createSchemaChecker, hasApiDescription } from './schema-checker.ts';

const github = await startFakeGitHub({ maxTreeEntries: 50 });
const repository = github.repository('company/ai-prompts', { private: true });
const first = repository.commit({
  'README.md': '# Prompts\n',
  'prompts/a.md': 'Hello',
  'prompts/übung #1 100%.md': 'Grüße',
  'prompts/link.md': { symlink: 'a.md' },
  outside: { symlink: '/etc/passwd' },
  'run.sh': { executable: true, content: '#!/bin/sh\n' },
  'vendor/lib': { submodule: '6ca3721222109997540bd6d9ccd396902e0ad2f9' },
  'large.md': 'x'.repeat(1_500_000),
});
const second = repository.commit({ 'prompts/a.md': 'Hello again', 'README.md': null, 'READ ME.md': '# Prompts\n' });
repository.branch('feature/x', first);
repository.tag('v1', first, { annotated: true });
const empty = github.repository('company/empty');
const token = github.token({ repositories: [repository] });
const tokenWithoutAccess = github.token({ repositories: [] });
const tokenWithoutContents = github.token({ repositories: [repository], permissions: { metadata: 'read' } });
const repoPath = '/repos/company/ai-prompts';
const template = '/repos/{owner}/{repo}';

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${github.url}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers }, redirect: 'manual' });

let listProblems: ReturnType<typeof createSchemaChecker>;
beforeAll(() => {
  if (hasApiDescription) listProblems = createSchemaChecker();
  return () => github.close();
});

const cases: [status: number, path: string, template: string, headers?: Record<string, string>, type?: string][] = [
  [200, repoPath, template],
  [200, `${repoPath}/contents/prompts%2Fa.md`, `${template}/contents/{path}`],
  [200, `${repoPath}/contents/large.md`, `${template}/contents/{path}`],
  [200, `${repoPath}/contents/prompts`, `${template}/contents/{path}`],
  [200, `${repoPath}/contents/`, `${template}/contents/{path}`],
  [200, `${repoPath}/contents/outside`, `${template}/contents/{path}`],
  [200, `${repoPath}/contents/vendor/lib`, `${template}/contents/{path}`],
  [
    200,
    `${repoPath}/contents/prompts`,
    `${template}/contents/{path}`,
    { accept: 'application/vnd.github.object+json' },
    'application/vnd.github.object',
  ],
  [404, `${repoPath}/contents/nothing.md`, `${template}/contents/{path}`],
  [404, `${repoPath}/contents/prompts/a.md?ref=nothing`, `${template}/contents/{path}`],
  [
    403,
    `${repoPath}/contents/prompts/a.md`,
    `${template}/contents/{path}`,
    { authorization: `token ${tokenWithoutContents}` },
  ],
  [
    404,
    `${repoPath}/contents/prompts/a.md`,
    `${template}/contents/{path}`,
    { authorization: `token ${tokenWithoutAccess}` },
  ],
  [200, `${repoPath}/commits`, `${template}/commits`],
  [200, `${repoPath}/commits?sha=feature/x&path=prompts/a.md&per_page=1`, `${template}/commits`],
  [404, `${repoPath}/commits?sha=nothing`, `${template}/commits`],
  [409, '/repos/company/empty/commits', `${template}/commits`],
  [200, `${repoPath}/commits/feature/x`, `${template}/commits/{ref}`],
  [200, `${repoPath}/commits/${second.slice(0, 8)}`, `${template}/commits/{ref}`],
  [422, `${repoPath}/commits/nothing`, `${template}/commits/{ref}`],
  [409, '/repos/company/empty/commits/main', `${template}/commits/{ref}`],
  [200, `${repoPath}/git/ref/heads%2Fmain`, `${template}/git/ref/{ref}`],
  [200, `${repoPath}/git/ref/tags/v1`, `${template}/git/ref/{ref}`],
  [404, `${repoPath}/git/ref/heads/nothing`, `${template}/git/ref/{ref}`],
  [200, `${repoPath}/git/trees/main`, `${template}/git/trees/{tree_sha}`],
  [200, `${repoPath}/git/trees/main?recursive=1`, `${template}/git/trees/{tree_sha}`],
  [404, `${repoPath}/git/trees/nothing`, `${template}/git/trees/{tree_sha}`],
  [409, '/repos/company/empty/git/trees/main', `${template}/git/trees/{tree_sha}`],
  [200, `${repoPath}/git/blobs/${hashObject('blob', Buffer.from('Hello'))}`, `${template}/git/blobs/{file_sha}`],
  [404, `${repoPath}/git/blobs/${'0'.repeat(40)}`, `${template}/git/blobs/{file_sha}`],
  [422, `${repoPath}/git/blobs/nothing`, `${template}/git/blobs/{file_sha}`],
  [200, `${repoPath}/git/commits/${first}`, `${template}/git/commits/{commit_sha}`],
  [404, `${repoPath}/git/commits/${'0'.repeat(40)}`, `${template}/git/commits/{commit_sha}`],
  [200, `${repoPath}/branches/feature/x`, `${template}/branches/{branch}`],
  [404, `${repoPath}/branches/nothing`, `${template}/branches/{branch}`],
  [200, `${repoPath}/compare/${first}...main`, `${template}/compare/{basehead}`],
  [404, `${repoPath}/compare/nothing...main`, `${template}/compare/{basehead}`],
  [404, '/repos/company/nothing', template],
  [200, '/rate_limit', '/rate_limit'],
];

test.each(cases)('the response %i to %s matches the description', async (status, path, template, headers, type) => {
  const response = await get(path, headers);
  expect(response.status).toBe(status);
  const body: unknown = await response.json();
  if (hasApiDescription) expect(listProblems(template, status, body, type)).toEqual([]);
});

test('the description of the API is available, and finds problems', (context) => {
  if (!hasApiDescription)
    return context.skip("GitHub's description of its API is not available: responses were not checked against it");
  expect(listProblems(template, 200, { id: 'not a number' })).not.toEqual([]);
});

test('the old name of a repository redirects to the new one', async () => {
  const renamed = github.repository('company/old', {});
  renamed.commit({ 'a.md': 'a' });
  github.rename(renamed, 'company/new');
  const response = await get('/repos/company/old/contents/a.md?ref=main');
  expect(response.status).toBe(301);
  expect(response.headers.get('location')).toBe(`${github.url}/repositories/${renamed.id}/contents/a.md?ref=main`);
  const body: unknown = await response.json();
  if (hasApiDescription) expect(listProblems(template, 301, body)).toEqual([]);
  expect((await fetch(response.headers.get('location') ?? '')).status).toBe(200);
  expect((await get('/repos/Company/NEW')).status).toBe(200);
});

test('contents are returned in every form', async () => {
  const json = async (path: string) =>
    (await get(`${repoPath}/contents/${path}`)).json() as Promise<Record<string, unknown>>;
  expect(await json('prompts/link.md')).toMatchObject({ type: 'file', content: 'SGVsbG8gYWdhaW4=\n' });
  expect(await json('outside')).toMatchObject({ type: 'symlink', target: '/etc/passwd' });
  expect(await json('vendor/lib')).toMatchObject({ type: 'submodule' });
  expect(await json('large.md')).toMatchObject({ content: '', encoding: 'none', size: 1_500_000 });
  expect(await json('prompts/a.md?ref=v1')).toMatchObject({ content: 'SGVsbG8=\n' });
  const path = encodeURIComponent('prompts/übung #1 100%.md');
  const raw = await get(`${repoPath}/contents/${path}`, { accept: 'application/vnd.github.raw+json' });
  expect(await raw.text()).toBe('Grüße');
});

test('a tree beyond the limit is truncated, but one of its folders is not', async () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`many/${index}.md`, `${index}`]));
  repository.commit(many, { branch: 'many' });
  const tree = async (path: string) =>
    (await get(`${repoPath}/git/trees/${path}`)).json() as Promise<{ truncated: boolean; tree: [] }>;
  expect(await tree('many?recursive=1')).toMatchObject({ truncated: true, tree: { length: 50 } });
  expect(await tree('many:many')).toMatchObject({ truncated: false, tree: { length: 60 } });
});

test('pages of commits have links', async () => {
  const link = (await get(`${repoPath}/commits?per_page=1`)).headers.get('link');
  expect(link).toContain(`<${github.url}/repositories/${repository.id}/commits?per_page=1&page=2>; rel="next"`);
});

test('compare distinguishes a renamed file from a modified one', async () => {
  const compared = (await (await get(`${repoPath}/compare/${first}...${second}`)).json()) as { files: object[] };
  expect(compared).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 });
  expect(compared.files).toMatchObject([
    { filename: 'READ ME.md', status: 'renamed', previous_filename: 'README.md' },
    { filename: 'prompts/a.md', status: 'modified' },
  ]);
});

test('paths of Enterprise Server, archived and removed repositories are supported', async () => {
  const enterprise = await fetch(`${github.enterpriseUrl}${repoPath}`, {
    headers: { authorization: `token ${token}` },
  });
  expect(await enterprise.json()).toMatchObject({ url: `${github.enterpriseUrl}${repoPath}` });
  empty.archive();
  expect(await (await get('/repos/company/empty')).json()).toMatchObject({ archived: true });
  empty.remove();
  expect((await get('/repos/company/empty')).status).toBe(404);
});

test('a repository can have 100,000 files', async () => {
  await using large = await startFakeGitHub();
  const files = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, index) => [`p/${index % 100}/${index}.md`, `Prompt ${index}`]),
  );
  const monorepo = large.repository('company/mono');
  monorepo.commit(files);
  const changed = monorepo.commit({ 'p/7/7.md': 'Changed' });
  const tree = await fetch(`${large.url}/repos/company/mono/git/trees/${changed}?recursive=1`);
  expect(await tree.json()).toMatchObject({ truncated: true, tree: { length: 100_000 } });
});
