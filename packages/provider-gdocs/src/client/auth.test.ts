import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { gdocs } from '../gdocs.ts';
import { context, idOf, startProvider } from '../test-support/start-provider.ts';
import { account, grant, startWithTokens } from '../test-support/start-with-tokens.ts';

const oauthError = (error: string, description: string) => () =>
  Response.json({ error, error_description: description }, { status: 400 });

const user = () => ({
  clientId: 'client',
  clientSecret: randomBytes(9).toString('hex'),
  refreshToken: randomBytes(9).toString('hex'),
});

it('requests one access token as a service account, for the scopes and the user of the config', async () => {
  await using started = await startWithTokens();
  const withEscapes = account.privateKey.replaceAll('\n', '\\n');
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

it('reports that a service account lacks domain-wide delegation', async () => {
  await using started = await startWithTokens(oauthError('unauthorized_client', 'Client is unauthorized.'));
  await expect(started.load({ ...account, subject: 'ada@company.example' })).rejects.toMatchObject({
    code: 'AUTH_FAILED',
    message: expect.stringContaining('domain-wide delegation'),
  });
});

it('says that a document must be shared with a service account without impersonation', async () => {
  await using started = await startWithTokens();
  started.fake.state.delete(idOf('a'));
  await expect(started.load(account)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('shared with'),
  });
});

it('reports an invalid key without quoting it', async () => {
  await using started = await startWithTokens();
  const secret = randomBytes(20).toString('hex');
  const error = await started.load({ ...account, privateKey: secret }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'AUTH_FAILED',
    message: expect.stringContaining('privateKey must be the private_key of the key file'),
  });
  expect(JSON.stringify(error) + (error as Error).stack).not.toContain(secret);
});

it('retries a token endpoint that is down with our own back-off', async () => {
  await using started = await startWithTokens();
  started.fake.fail({ kind: 'status', status: 503 }, { times: 1, path: '/token' });
  expect(await started.load(account)).toMatchObject({ content: 'text' });
  const tokens = started.fake.calls().filter((call) => call.startsWith('/token'));
  expect(tokens).toEqual(['/token 503', '/token 200']);
});

it('stops waiting for a token when the load is aborted', async () => {
  await using started = await startWithTokens();
  started.fake.fail({ kind: 'hang' }, { path: '/token' });
  const provider = gdocs({ allowHosts: ['127.0.0.1'], rootUrl: started.fake.url, auth: account });
  const signal = AbortSignal.timeout(300);
  const error = await provider.load(started.config('a'), { ...context, signal }).catch((thrown: unknown) => thrown);
  expect(error).toBe(signal.reason);
  await provider.close?.();
});

it("uses the app's own auth client", async () => {
  await using started = await startWithTokens();
  const headers = new Headers({ authorization: `Bearer ${started.token}` });
  expect(await started.load({ getRequestHeaders: async () => headers })).toMatchObject({ content: 'text' });
});

it("uses the app's own clients of the APIs", async () => {
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

it("does not send the factory's credentials to another server", async () => {
  await using started = await startWithTokens();
  await using other = await startProvider();
  other.write('a', 'text');
  const config = started.config('a', { rootUrl: other.fake.url });
  await expect(started.provider.load(config, context)).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  expect(other.fake.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

it('reports that a refresh token was revoked while documents are checked', async () => {
  let respond = (_: URLSearchParams, token: string) => grant(token, 1);
  await using started = await startWithTokens((fields, token) => respond(fields, token));
  const config = started.config('a', { auth: user() });
  const template = await started.provider.load(config, context);
  respond = oauthError('invalid_grant', 'Token has been revoked.');
  await expect(started.provider.changedSince([{ config, template }], context)).rejects.toMatchObject({
    code: 'AUTH_FAILED',
    message: expect.stringContaining('authorize the OAuth client again'),
  });
});

it("does not quote a token in Google's message", async () => {
  await using started = await startWithTokens(
    oauthError('invalid_grant', 'Expired: ya29.a0_b-c/d, eyJhbGci.eyJpc3Mi.x_y.'),
  );
  const error = await started.load(account).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message: expect.stringContaining('(Expired: [secret], [secret])') });
});
