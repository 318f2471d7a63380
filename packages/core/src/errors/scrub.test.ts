import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { recordSecrets } from '../identity/recorded-secrets.ts';
import type { SecretHolder } from './find-secrets.ts';
import { scrub } from './scrub.ts';

const createSecret = () => randomBytes(12).toString('hex');

/** A secret with characters that every encoding changes. */
const oddSecret = `${createSecret()} /+"\\ü%&=?#${createSecret()}`;

describe('a secret is removed', () => {
  it.each<[string, (secret: string) => SecretHolder]>([
    ...['bearer', 'pat', 'pwd', 'credential', 'credentials', 'clientSecret', 'api_key', 'accessKey', 'passphrase'].map(
      (key): [string, (secret: string) => SecretHolder] => [key, (secret) => ({ config: { [key]: secret } })],
    ),
    ['below auth', (secret) => ({ config: { auth: { any: [secret] } } })],
    ['in an access of any shape', (secret) => ({ identity: { source: {}, access: [{ any: secret }] } })],
    ['that is the access', (secret) => ({ identity: { source: {}, access: secret } })],
    ['in Headers', (secret) => ({ config: { headers: new Headers({ 'x-team': secret }) } })],
    ['in the password of a URL', (secret) => ({ identity: { source: {}, access: `https://ada:${secret}@host/` } })],
    ['in the user of a URL', (secret) => ({ config: { url: new URL(`https://${secret}@host/`) } })],
    ['in the query of a URL', (secret) => ({ config: { url: `https://host/?page=1&access_token=${secret}` } })],
  ])('%s', (_, holderOf) => {
    const secret = createSecret();
    expect(scrub(`failed: ${secret}!`, holderOf(secret))).toBe('failed: [secret]!');
  });

  it.each<[string, (secret: string) => string]>([
    ['JSON', (secret) => JSON.stringify({ secret })],
    ['a URL', (secret) => `https://host/?t=${encodeURIComponent(secret)}`],
    ['a URL, in lower case', (secret) => encodeURIComponent(secret).replace(/%../g, (hex) => hex.toLowerCase())],
    ['a form', (secret) => new URLSearchParams({ secret }).toString()],
    ['base64', (secret) => Buffer.from(secret).toString('base64')],
    ['base64 without padding', (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, '')],
    ['base64url', (secret) => Buffer.from(secret).toString('base64url')],
    ['Basic auth', (secret) => `Basic ${Buffer.from(`ada:${secret}`).toString('base64')}`],
    ['Basic auth with a longer name', (secret) => `Basic ${Buffer.from(`grace:${secret}:`).toString('base64')}`],
    ['Basic auth in base64url', (secret) => Buffer.from(`alan:${secret}`).toString('base64url')],
  ])('encoded as %s', (_, encode) => {
    for (let length = 4; length <= oddSecret.length; length += 1) {
      const secret = oddSecret.slice(0, length);
      const scrubbed = scrub(`failed: ${encode(secret)}`, { config: { token: secret } });
      expect(scrubbed).toContain('failed: ');
      expect(scrubbed).toContain('[secret]');
      expect(scrubbed).not.toContain(encode(secret));
    }
  });

  it('that a function returned, now or earlier', async () => {
    const [first, second] = [createSecret(), createSecret()];
    const values = [first, second];
    const original = () => values.shift();
    const getToken = recordSecrets(original);
    getToken();
    await recordSecrets(async () => getToken())();
    for (const access of [{ token: original }, { token: getToken }])
      expect(scrub(`${first} ${second}`, { identity: { source: {}, access } })).toBe('[secret] [secret]');
    expect(recordSecrets(original)).toBe(getToken);
    expect(recordSecrets(getToken)).toBe(getToken);
    expect(inspect(getToken, { showHidden: true })).not.toContain(first);
  });
});

it('keeps strings that are not secrets: short ones, addresses, and those inside clients', () => {
  class Client {
    readonly dialect = 'postgres';
  }
  const access = {
    baseUrl: 'https://ada:abc@host.example/api',
    database: 'prompts',
    host: 'db.example',
    client: new Client(),
    id: 'abc',
    bytes: new Uint8Array(1_000_000),
  };
  const text = 'abc: prompts on db.example, a postgres, at https://host.example/api';
  expect(scrub(text, { config: { path: 'postgres' }, identity: { source: {}, access } })).toBe(text);
});

it('truncates a message that is too long', () => {
  const secret = createSecret();
  const scrubbed = scrub(`${'a'.repeat(9_995)}${secret.repeat(1000)}`, { config: { token: secret } });
  expect(scrubbed).toBe(`${'a'.repeat(9_995)}[secr…`);
});

it('takes linear time for a long message with many secrets', () => {
  const tokens = Array.from({ length: 5_000 }, (_, number) => `secret-${number}`);
  expect(scrub(`${'secret- '.repeat(100_000)}`, { config: { tokens } })).not.toContain('[secret]');
  expect(scrub('//'.repeat(1_000_000), { config: { tokens } })).toHaveLength(10_001);
});
