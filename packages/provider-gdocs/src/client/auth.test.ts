import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import type { GoogleAuth, GoogleDocsOptions } from '../config.ts';
import { gdocs } from '../gdocs.ts';
import type { Route } from '../test-support/route.ts';
import { context, idOf, startProvider } from '../test-support/start-provider.ts';

afterEach(() => vi.unstubAllEnvs());

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** Starts Google's token endpoint beside its APIs. @param answer Returns what it answers to the fields of a request. */
async function startWithTokens(answer: (fields: URLSearchParams, token: string) => Response = grant) {
  const bodies: URLSearchParams[] = [];
  let issue = () => '';
  const endpoint: Route = {
    verb: 'POST',
    path: /^\/token$/,
    respond({ body }) {
      const fields = new URLSearchParams(body);
      bodies.push(fields);
      return answer(fields, issue());
    },
  };
  const started = await startProvider(['drive.readonly'], { routes: [endpoint] });
  issue = () => started.fake.token('drive.readonly');
  started.write('a', 'text');
  const load = async (auth: GoogleAuth, options: GoogleDocsOptions = {}) => {
    const provider = gdocs({ allowHosts: ['127.0.0.1'], rootUrl: started.fake.url, auth, ...options });
    try {
      await provider.load(started.config('a'), context);
      return await provider.load(started.config('a'), context);
    } finally {
      await provider.close?.();
    }
  };
  return { ...started, bodies, load, [Symbol.asyncDispose]: started.close };
}

function grant(_: URLSearchParams, token: string): Response {
  return Response.json({ access_token: token, expires_in: 3600, token_type: 'Bearer' });
}

const oauthError = (error: string, description: string) => () =>
  Response.json({ error, error_description: description }, { status: 400 });

const account = { clientEmail: 'prompts@project.iam.gserviceaccount.com', privateKey };
const user = () => ({
  clientId: 'client',
  clientSecret: randomBytes(9).toString('hex'),
  refreshToken: randomBytes(9).toString('hex'),
});

it('signs in as a service account once, for the scopes and the user of the config', async () => {
  await using started = await startWithTokens();
  const withEscapes = privateKey.replaceAll('\n', '\\n');
  await started.load({
    ...account,
    privateKey: () => withEscapes,
    subject: 'ada@company.example',
    scopes: ['documents.readonly'],
  });
  expect(started.bodies).toHaveLength(1);
  const [, payload = ''] = started.bodies[0]?.get('assertion')?.split('.') ?? [];
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
    iss: account.clientEmail,
    sub: 'ada@company.example',
    scope: 'https://www.googleapis.com/auth/documents.readonly',
  });
});

it('exchanges the refresh token of a user once', async () => {
  await using started = await startWithTokens();
  const auth = user();
  await started.load(auth);
  expect(started.bodies.map((body) => Object.fromEntries(body))).toEqual([
    {
      grant_type: 'refresh_token',
      client_id: 'client',
      client_secret: auth.clientSecret,
      refresh_token: auth.refreshToken,
    },
  ]);
});

it.each([
  ['invalid_grant', 'authorize the OAuth client again'],
  ['invalid_client', 'the client id or the client secret is wrong'],
])('says what to do about %s', async (code, advice) => {
  await using started = await startWithTokens(oauthError(code, 'Token has been expired or revoked.'));
  const auth = user();
  const error = await started.load(auth).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'AUTH_FAILED', message: expect.stringContaining(advice) });
  expect(JSON.stringify(error) + (error as Error).stack).not.toContain(auth.refreshToken);
  expect(started.bodies).toHaveLength(1);
});

it('says that a service account lacks domain-wide delegation', async () => {
  await using started = await startWithTokens(oauthError('unauthorized_client', 'Client is unauthorized.'));
  await expect(started.load({ ...account, subject: 'ada@company.example' })).rejects.toMatchObject({
    code: 'AUTH_FAILED',
    message: expect.stringContaining('domain-wide delegation'),
  });
});

it('names the share that a service account without impersonation needs', async () => {
  await using started = await startWithTokens();
  started.fake.state.delete(idOf('a'));
  await expect(started.load(account)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('shared with'),
  });
});

it('reports a key that is not one without quoting it', async () => {
  await using started = await startWithTokens();
  const secret = randomBytes(20).toString('hex');
  const error = await started.load({ ...account, privateKey: secret }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'AUTH_FAILED' });
  expect(JSON.stringify(error) + (error as Error).stack).not.toContain(secret);
});

it('retries a token endpoint that is down with our own back-off', async () => {
  await using started = await startWithTokens();
  started.fake.fail({ kind: 'status', status: 503 }, { times: 1, path: '/token' });
  expect(await started.load(account)).toMatchObject({ content: 'text' });
  const tokens = started.fake.calls().filter((call) => call.startsWith('/token'));
  expect(tokens).toEqual(['/token 503', '/token 200']);
});

it('does not wait for a token longer than for the text', async () => {
  await using started = await startWithTokens();
  started.fake.fail({ kind: 'hang' }, { path: '/token' });
  const provider = gdocs({ allowHosts: ['127.0.0.1'], rootUrl: started.fake.url, auth: account });
  const signal = AbortSignal.timeout(300);
  const error = await provider.load(started.config('a'), { ...context, signal }).catch((thrown: unknown) => thrown);
  expect(error).toBe(signal.reason);
  await provider.close?.();
});

it('reads Application Default Credentials from the file of the environment variable', async () => {
  await using started = await startWithTokens();
  const folder = await mkdtemp(join(tmpdir(), 'gdocs-'));
  const file = join(folder, 'key.json');
  await writeFile(
    file,
    JSON.stringify({ type: 'service_account', client_email: account.clientEmail, private_key: privateKey }),
  );
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file);
  expect(await started.load({ applicationDefault: true })).toMatchObject({ content: 'text' });
  expect(started.bodies).toHaveLength(1);
  await rm(folder, { recursive: true });
});

it('uses a ready auth client', async () => {
  await using started = await startWithTokens();
  const headers = new Headers({ authorization: `Bearer ${started.token}` });
  expect(await started.load({ getRequestHeaders: async () => headers })).toMatchObject({ content: 'text' });
});

it('uses ready clients of the APIs', async () => {
  await using started = await startWithTokens();
  const [{ docs }, { drive }] = await Promise.all([
    import('googleapis/build/src/apis/docs/index.js'),
    import('googleapis/build/src/apis/drive/index.js'),
  ]);
  const options = { rootUrl: `${started.fake.url}/`, headers: { authorization: `Bearer ${started.token}` } };
  const provider = gdocs({ docs: docs({ version: 'v1', ...options }), drive: drive({ version: 'v3', ...options }) });
  expect(await provider.load(started.config('a'), context)).toMatchObject({ content: 'text' });
  expect(await provider.load(started.config('a', { tab: 'Tab 1' }), context)).toMatchObject({ content: 'text' });
});

it('does not send the credentials of the factory to another server', async () => {
  await using started = await startWithTokens();
  await using other = await startProvider();
  other.write('a', 'text');
  const config = started.config('a', { rootUrl: other.fake.url });
  await expect(started.provider.load(config, context)).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  expect(other.fake.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});
