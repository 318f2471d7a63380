import { createSign } from 'node:crypto';
import { get as httpGet } from 'node:http';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeGitHub, startFakeGitHub } from './fake-github.ts';
import type { FakeRepository } from './fake-repository.ts';
import { createSchemaChecker, hasApiDescription } from './schema-checker.ts';

const startMs = Date.parse('2026-01-01T00:00:00Z');
const minuteMs = 60_000;
const repoPath = '/repos/company/ai-prompts';
let github: FakeGitHub;
let repository: FakeRepository;

beforeEach(async () => {
  github = await startFakeGitHub({ now: () => startMs });
  repository = github.repository('company/ai-prompts', { private: true });
  repository.commit({ 'a.md': 'Hello' });
});
afterEach(() => github.close());

const get = (path: string, token?: string, headers: Record<string, string> = {}) =>
  fetch(`${github.url}${path}`, {
    headers: { ...(token !== undefined && { authorization: `token ${token}` }), ...headers },
  });

/** Returns the status and the message. Checks that the body matches GitHub's description. */
async function check(response: Response, template = '/repos/{owner}/{repo}') {
  const body = (await response.json()) as { message?: string };
  if (hasApiDescription) {
    const listProblems = createSchemaChecker();
    // The description of some paths omits responses that every path can return.
    const described = response.status === 401 ? '/user' : template;
    expect(listProblems(described, response.status === 429 ? 403 : response.status, body)).toEqual([]);
  }
  return [response.status, body.message];
}

test('callers without access get the same errors as from GitHub', async () => {
  expect(await check(await get(repoPath))).toEqual([404, 'Not Found']);
  expect(await check(await get(repoPath, 'wrong'))).toEqual([401, 'Bad credentials']);
  expect(await check(await get(repoPath, github.token({ repositories: [] })))).toEqual([404, 'Not Found']);
  const limited = github.token({ repositories: 'all', permissions: { metadata: 'read' } });
  expect((await get(repoPath, limited)).status).toBe(200);
  const refused = await get(`${repoPath}/contents/a.md`, limited);
  expect(refused.headers.get('x-accepted-github-permissions')).toBe('contents=read');
  expect(await check(refused)).toEqual([403, 'Resource not accessible by personal access token']);
  const token = github.token({ repositories: [repository] });
  github.revoke(token);
  expect((await get(repoPath, token)).status).toBe(401);
});

test('a request without a user agent is refused', async () => {
  const status = await new Promise((resolve, reject) =>
    httpGet(`${github.url}${repoPath}`, (response) => resolve(response.resume().statusCode)).on('error', reject),
  );
  expect(status).toBe(403);
});

test('a conditional request costs nothing if nothing changed, for the same caller only', async () => {
  const [first, second] = [github.token({ repositories: [repository] }), github.token({ repositories: [repository] })];
  const original = await get(`${repoPath}/contents/a.md`, first);
  const etag = original.headers.get('etag') ?? '';
  const unchanged = await get(`${repoPath}/contents/a.md`, first, { 'if-none-match': etag });
  expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
  expect(unchanged.headers.get('x-ratelimit-remaining')).toBe(original.headers.get('x-ratelimit-remaining'));
  expect((await get(`${repoPath}/contents/a.md`, second, { 'if-none-match': etag })).status).toBe(200);
  repository.commit({ 'a.md': 'Changed' });
  expect((await get(`${repoPath}/contents/a.md`, first, { 'if-none-match': etag })).status).toBe(200);
});

test('the sha of a commit is its ETag', async () => {
  const token = github.token({ repositories: [repository] });
  const accept = 'application/vnd.github.sha';
  const response = await get(`${repoPath}/commits/main`, token, { accept });
  const sha = await response.text();
  expect(sha).toBe(repository.find('main')?.sha);
  expect((await get(`${repoPath}/commits/main`, token, { accept, 'if-none-match': `"${sha}"` })).status).toBe(304);
});

test('rate limits are reported as by GitHub, and end', async () => {
  const token = github.token({ repositories: [repository], requestsPerHour: 2 });
  expect((await get(repoPath, token)).headers.get('x-ratelimit-remaining')).toBe('1');
  await get(repoPath, token);
  const exceeded = await get(repoPath, token);
  expect(exceeded.headers.get('x-ratelimit-reset')).toBe(String(startMs / 1000 + 3600));
  expect(exceeded.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(await check(exceeded)).toEqual([403, expect.stringContaining('API rate limit exceeded')]);
  expect((await get('/rate_limit', token)).status).toBe(200);
  github.shiftClock(60 * minuteMs);
  expect((await get(repoPath, token)).headers.get('x-ratelimit-remaining')).toBe('1');
  github.limit({ kind: 'primary', token, resetAtMs: github.now() + 5 * minuteMs });
  expect((await get(repoPath, token)).status).toBe(403);
  github.shiftClock(5 * minuteMs);
  github.limit({ kind: 'secondary', retryAfterSeconds: 30, status: 429 });
  const limited = await get(repoPath, token);
  expect(limited.headers.get('retry-after')).toBe('30');
  expect(await check(limited)).toEqual([429, expect.stringContaining('secondary rate limit')]);
  github.shiftClock(30_000);
  expect((await get(repoPath, token)).status).toBe(200);
});

test('anonymous callers can read public repositories, sixty times per hour', async () => {
  github.repository('company/public').commit({ 'a.md': 'a' });
  const response = await get('/repos/company/public/contents/a.md');
  expect([response.status, response.headers.get('x-ratelimit-limit')]).toEqual([200, '60']);
  const headers = { 'if-none-match': response.headers.get('etag') ?? '' };
  const unchanged = await get('/repos/company/public/contents/a.md', undefined, headers);
  expect([unchanged.status, unchanged.headers.get('x-ratelimit-remaining')]).toEqual([304, '58']);
});

test('the tokens of an App expire after an hour', async () => {
  await using live = await startFakeGitHub();
  const liveRepository = live.repository('company/ai-prompts', { private: true });
  liveRepository.commit({ 'a.md': 'Hello' });
  const app = live.app({ repositories: [liveRepository] });
  const octokit = new Octokit({ baseUrl: live.url, authStrategy: createAppAuth, auth: app, log: silentLog });
  const { data } = await octokit.repos.getContent({ owner: 'company', repo: 'ai-prompts', path: 'a.md' });
  expect(data).toMatchObject({ content: 'SGVsbG8=\n' });
  expect(live.requests.map(({ createsToken }) => createsToken)).toEqual([true, false]);
  live.shiftClock(61 * minuteMs);
  const expired = live.requests.at(-1)?.request.headers.authorization ?? '';
  expect((await fetch(`${live.url}${repoPath}`, { headers: { authorization: expired } })).status).toBe(401);
});

test.each([
  ['Issued at', -10],
  ['too far in the future', -10.5],
  ['future time at which', 10],
])('a JSON web token that is not valid now is rejected: %s', async (reason, minutesOff) => {
  const app = github.app({ repositories: 'all' });
  const nowSeconds = startMs / 1000;
  const iat = minutesOff === -10 ? nowSeconds + 600 : minutesOff < 0 ? nowSeconds : nowSeconds - 1200;
  const exp = minutesOff < 0 ? nowSeconds + 630 : nowSeconds - 600;
  const jwt = signJwt({ iat, exp, iss: app.appId }, app.privateKey);
  const path = `/app/installations/${app.installationId}/access_tokens`;
  const response = await fetch(`${github.url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${jwt}` } });
  expect(Date.parse(response.headers.get('date') ?? '')).toBe(startMs);
  const template = '/app/installations/{installation_id}/access_tokens';
  expect(await check(response, template)).toEqual([401, expect.stringContaining(reason)]);
});

test("the endpoints of an App match the description, and reject another App's signature", async () => {
  const app = github.app({ repositories: [repository] });
  const other = github.app({ repositories: [repository] });
  const nowSeconds = startMs / 1000;
  const claims = { iat: nowSeconds - 30, exp: nowSeconds + 500, iss: String(app.appId) };
  const tokenPath = `/app/installations/${app.installationId}/access_tokens`;
  const callAs = (key: string, path: string, method = 'GET') =>
    fetch(`${github.url}${path}`, { method, headers: { authorization: `Bearer ${signJwt(claims, key)}` } });
  const template = '/app/installations/{installation_id}/access_tokens';
  expect(await check(await callAs(app.privateKey, tokenPath, 'POST'), template)).toEqual([201, undefined]);
  expect(
    await check(await callAs(app.privateKey, `${repoPath}/installation`), '/repos/{owner}/{repo}/installation'),
  ).toEqual([200, undefined]);
  expect(await check(await callAs(app.privateKey, '/app'), '/app')).toEqual([200, undefined]);
  expect((await callAs(other.privateKey, tokenPath, 'POST')).status).toBe(401);
});

test('faults apply to one host or both', async () => {
  github.fail({ kind: 'status', status: 502 }, { host: 'api', times: 1 });
  expect((await get(repoPath)).status).toBe(502);
  expect((await get(repoPath)).status).toBe(404);
  expect(github.requests.map(({ host, request }) => [host, request.status])).toEqual([
    ['api', 502],
    ['api', 404],
  ]);
});

const silentLog = { debug() {}, info() {}, warn() {}, error() {} };

function signJwt(claims: object, privateKey: string): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createSign('sha256').update(signed).sign(privateKey, 'base64url')}`;
}
