import { createSign } from 'node:crypto';
import { get as plainGet } from 'node:http';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeGitHub, startFakeGitHub } from './fake-github.ts';
import type { FakeRepository } from './fake-repository.ts';
import { createSchemaChecker, hasApiDescription } from './schema-checker.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const minute = 60_000;
const at = '/repos/company/ai-prompts';
let github: FakeGitHub;
let repo: FakeRepository;

beforeEach(async () => {
  github = await startFakeGitHub({ now: () => start });
  repo = github.repository('company/ai-prompts', { private: true });
  repo.commit({ 'a.md': 'Hello' });
});
afterEach(() => github.close());

const get = (path: string, token?: string, headers: Record<string, string> = {}) =>
  fetch(`${github.url}${path}`, {
    headers: { ...(token !== undefined && { authorization: `token ${token}` }), ...headers },
  });

/** Status, message, and whether the body is as GitHub describes it. */
async function seen(response: Response, template = '/repos/{owner}/{repo}') {
  const body = (await response.json()) as { message?: string };
  if (hasApiDescription) {
    const check = createSchemaChecker();
    // The description of some paths leaves out answers that every path can give.
    const described = response.status === 401 ? '/user' : template;
    expect(check(described, response.status === 429 ? 403 : response.status, body)).toEqual([]);
  }
  return [response.status, body.message];
}

test('who may not see it learns as little as at GitHub', async () => {
  expect(await seen(await get(at))).toEqual([404, 'Not Found']);
  expect(await seen(await get(at, 'wrong'))).toEqual([401, 'Bad credentials']);
  expect(await seen(await get(at, github.token({ repositories: [] })))).toEqual([404, 'Not Found']);
  const limited = github.token({ repositories: 'all', permissions: { metadata: 'read' } });
  expect((await get(at, limited)).status).toBe(200);
  const refused = await get(`${at}/contents/a.md`, limited);
  expect(refused.headers.get('x-accepted-github-permissions')).toBe('contents=read');
  expect(await seen(refused)).toEqual([403, 'Resource not accessible by personal access token']);
  const token = github.token({ repositories: [repo] });
  github.revoke(token);
  expect((await get(at, token)).status).toBe(401);
});

test('a request that does not say who it is', async () => {
  const status = await new Promise((resolve, reject) =>
    plainGet(`${github.url}${at}`, (response) => resolve(response.resume().statusCode)).on('error', reject),
  );
  expect(status).toBe(403);
});

test('what did not change costs nothing, for the same caller only', async () => {
  const [one, other] = [github.token({ repositories: [repo] }), github.token({ repositories: [repo] })];
  const fresh = await get(`${at}/contents/a.md`, one);
  const etag = fresh.headers.get('etag') ?? '';
  const same = await get(`${at}/contents/a.md`, one, { 'if-none-match': etag });
  expect([same.status, await same.text()]).toEqual([304, '']);
  expect(same.headers.get('x-ratelimit-remaining')).toBe(fresh.headers.get('x-ratelimit-remaining'));
  expect((await get(`${at}/contents/a.md`, other, { 'if-none-match': etag })).status).toBe(200);
  repo.commit({ 'a.md': 'Changed' });
  expect((await get(`${at}/contents/a.md`, one, { 'if-none-match': etag })).status).toBe(200);
});

test('a known commit is asked for by its sha', async () => {
  const token = github.token({ repositories: [repo] });
  const accept = 'application/vnd.github.sha';
  const response = await get(`${at}/commits/main`, token, { accept });
  const sha = await response.text();
  expect(sha).toBe(repo.find('main')?.sha);
  expect((await get(`${at}/commits/main`, token, { accept, 'if-none-match': `"${sha}"` })).status).toBe(304);
});

test('limits are told of as GitHub does, and end', async () => {
  const token = github.token({ repositories: [repo], limit: 2 });
  expect((await get(at, token)).headers.get('x-ratelimit-remaining')).toBe('1');
  await get(at, token);
  const exceeded = await get(at, token);
  expect(exceeded.headers.get('x-ratelimit-reset')).toBe(String(start / 1000 + 3600));
  expect(exceeded.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(await seen(exceeded)).toEqual([403, expect.stringContaining('API rate limit exceeded')]);
  expect((await get('/rate_limit', token)).status).toBe(200);
  github.shiftClock(60 * minute);
  expect((await get(at, token)).headers.get('x-ratelimit-remaining')).toBe('1');
  github.limit({ kind: 'primary', token, resetAt: github.now() + 5 * minute });
  expect((await get(at, token)).status).toBe(403);
  github.shiftClock(5 * minute);
  github.limit({ kind: 'secondary', retryAfter: 30, status: 429 });
  const slow = await get(at, token);
  expect(slow.headers.get('retry-after')).toBe('30');
  expect(await seen(slow)).toEqual([429, expect.stringContaining('secondary rate limit')]);
  github.shiftClock(30_000);
  expect((await get(at, token)).status).toBe(200);
});

test('anonymous callers read what is public, sixty times', async () => {
  github.repository('company/public').commit({ 'a.md': 'a' });
  const response = await get('/repos/company/public/contents/a.md');
  expect([response.status, response.headers.get('x-ratelimit-limit')]).toEqual([200, '60']);
  const again = { 'if-none-match': response.headers.get('etag') ?? '' };
  const same = await get('/repos/company/public/contents/a.md', undefined, again);
  expect([same.status, same.headers.get('x-ratelimit-remaining')]).toEqual([304, '58']);
});

test('an App gets tokens for an hour', async () => {
  await using live = await startFakeGitHub();
  const prompts = live.repository('company/ai-prompts', { private: true });
  prompts.commit({ 'a.md': 'Hello' });
  const app = live.app({ repositories: [prompts] });
  const octokit = new Octokit({ baseUrl: live.url, authStrategy: createAppAuth, auth: app, log: silent });
  const { data } = await octokit.repos.getContent({ owner: 'company', repo: 'ai-prompts', path: 'a.md' });
  expect(data).toMatchObject({ content: 'SGVsbG8=\n' });
  expect(live.requests.map(({ mintsToken }) => mintsToken)).toEqual([true, false]);
  live.shiftClock(61 * minute);
  const old = live.requests.at(-1)?.request.headers.authorization ?? '';
  expect((await fetch(`${live.url}${at}`, { headers: { authorization: old } })).status).toBe(401);
});

test.each([
  ['Issued at', -10],
  ['too far in the future', -10.5],
  ['future time at which', 10],
])("a JSON web token that doesn't fit the clock: %s", async (reason, minutesOff) => {
  const app = github.app({ repositories: 'all' });
  const now = start / 1000;
  const iat = minutesOff === -10 ? now + 600 : minutesOff < 0 ? now : now - 1200;
  const exp = minutesOff < 0 ? now + 630 : now - 600;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat, exp, iss: app.appId })}`;
  const jwt = `${signed}.${createSign('sha256').update(signed).sign(app.privateKey, 'base64url')}`;
  const path = `/app/installations/${app.installationId}/access_tokens`;
  const response = await fetch(`${github.url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${jwt}` } });
  expect(Date.parse(response.headers.get('date') ?? '')).toBe(start);
  const template = '/app/installations/{installation_id}/access_tokens';
  expect(await seen(response, template)).toEqual([401, expect.stringContaining(reason)]);
});

test("App answers are as described, and another App's signature is none", async () => {
  const app = github.app({ repositories: [repo] });
  const other = github.app({ repositories: [repo] });
  const now = start / 1000;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = (privateKey: string) => {
    const signed = `${part({ alg: 'RS256' })}.${part({ iat: now - 30, exp: now + 500, iss: String(app.appId) })}`;
    return `${signed}.${createSign('sha256').update(signed).sign(privateKey, 'base64url')}`;
  };
  const path = `/app/installations/${app.installationId}/access_tokens`;
  const ask = (to: string, key = app.privateKey, method = 'GET') =>
    fetch(`${github.url}${to}`, { method, headers: { authorization: `Bearer ${jwt(key)}` } });
  const template = '/app/installations/{installation_id}/access_tokens';
  expect(await seen(await ask(path, app.privateKey, 'POST'), template)).toEqual([201, undefined]);
  expect(await seen(await ask(`${at}/installation`), '/repos/{owner}/{repo}/installation')).toEqual([200, undefined]);
  expect(await seen(await ask('/app'), '/app')).toEqual([200, undefined]);
  expect((await ask(path, other.privateKey, 'POST')).status).toBe(401);
});

test('faults meet one host or both, and are counted', async () => {
  github.fail({ kind: 'status', status: 502 }, { host: 'api', times: 1 });
  expect((await get(at)).status).toBe(502);
  expect((await get(at)).status).toBe(404);
  expect(github.requests.map(({ host, request }) => [host, request.status])).toEqual([
    ['api', 502],
    ['api', 404],
  ]);
});

const nothing = () => {};
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
