import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFaultServer } from '@prompts/provider-testkit';
import { afterEach, expect, it, vi } from 'vitest';
import type { Route } from '../test-support/route.ts';
import { account, startWithTokens } from '../test-support/start-with-tokens.ts';

afterEach(() => vi.unstubAllEnvs());

/** Writes a file of Application Default Credentials. */
async function writeCredentials(content: object | string) {
  const folder = await mkdtemp(join(tmpdir(), 'gdocs-'));
  const file = join(folder, 'credentials.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file);
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

const serviceAccount = {
  type: 'service_account',
  client_email: account.clientEmail,
  private_key: account.privateKey,
};
const impersonationPath = `/v1/projects/-/serviceAccounts/${account.clientEmail}:generateAccessToken`;
const impersonated = {
  type: 'impersonated_service_account',
  service_account_impersonation_url: `https://iamcredentials.googleapis.com${impersonationPath}`,
  source_credentials: { type: 'authorized_user', client_id: 'a', client_secret: 'b', refresh_token: 'c' },
};
const federated = {
  type: 'external_account',
  audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/cloud',
  subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  token_url: 'https://sts.googleapis.com/token',
};

it('reads a key from the file in GOOGLE_APPLICATION_CREDENTIALS', async () => {
  await using started = await startWithTokens();
  await using _ = await writeCredentials(serviceAccount);
  expect(await started.load({ applicationDefault: true })).toMatchObject({ content: 'text' });
  expect(started.bodies).toHaveLength(1);
});

it('sends the requests of an impersonation to the server of the config', async () => {
  const impersonate: Route = {
    verb: 'POST',
    path: /:generateAccessToken$/,
    respond: () => Response.json({ accessToken: started.token, expireTime: '2100-01-01T00:00:00Z' }),
  };
  await using started = await startWithTokens(undefined, [impersonate]);
  await using _ = await writeCredentials(impersonated);
  expect(await started.load({ applicationDefault: true })).toMatchObject({ content: 'text' });
  expect(started.fake.calls().slice(0, 2)).toEqual(['/token 200', `${impersonationPath} 200`]);
});

it('names the role that an impersonation needs', async () => {
  await using started = await startWithTokens();
  await using _ = await writeCredentials(impersonated);
  const body = JSON.stringify({ error: { code: 403, message: 'Permission denied', status: 'PERMISSION_DENIED' } });
  started.fake.fail(
    { kind: 'status', status: 403, headers: { 'content-type': 'application/json' }, body },
    { path: impersonationPath },
  );
  await expect(started.load({ applicationDefault: true })).rejects.toMatchObject({
    code: 'AUTH_FAILED',
    message: expect.stringContaining('Service Account Token Creator'),
  });
});

it('requests the token of another cloud from a private host that only the file names', async () => {
  await using metadata = await startFaultServer(() => new Response('subject token'));
  await using started = await startWithTokens();
  const url = `${metadata.url.replace('127.0.0.1', 'localhost')}/identity`;
  await using _ = await writeCredentials({ ...federated, credential_source: { url } });
  expect(await started.load({ applicationDefault: true })).toMatchObject({ content: 'text' });
  expect(started.bodies.map((body) => body.get('subject_token'))).toEqual(['subject token']);
});

it.each(['is missing', 'is not JSON'])('says what to do about a file that %s', async (fault) => {
  await using started = await startWithTokens();
  await using credentials = await writeCredentials('{ "private_key": ');
  if (fault === 'is missing') vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', `${credentials.file}.none`);
  await expect(started.load({ applicationDefault: true })).rejects.toMatchObject({
    code: 'AUTH_FAILED',
    message: expect.stringContaining('set GOOGLE_APPLICATION_CREDENTIALS to the path'),
  });
});
