import { randomBytes } from 'node:crypto';
import { format, inspect } from 'node:util';
import { createPrompts, type PromptProvider } from '@prompts/core';
import { describe, expect, it, vi } from 'vitest';
import { Secret, type SecretInput } from './secret.ts';
import { secretSchema, tokenOf } from './secret-schema.ts';

const value = randomBytes(12).toString('hex');

describe('a secret', () => {
  it.each<[string, (secret: Secret) => string]>([
    ['String', (secret) => String(secret)],
    ['a template literal', (secret) => `${secret}`],
    ['concatenation', (secret) => `token ${secret}`.concat(secret as unknown as string)],
    ['JSON, nested', (secret) => JSON.stringify({ config: [{ auth: secret }] })],
    ['util.inspect, nested, with hidden properties', (secret) => inspect({ auth: { secret } }, { showHidden: true })],
    ['util.inspect at depth 0', (secret) => inspect(secret, { depth: 0 })],
    ['console.log', (secret) => format('%s %o %O %j', secret, secret, { secret }, [secret]) + format(secret)],
    ['the cause of an error', (secret) => inspect(new Error('failed', { cause: { secret } }))],
    ['its keys', (secret) => Reflect.ownKeys(secret).map(String).join()],
    ['a copy', (secret) => JSON.stringify({ ...secret }) + inspect(structuredClone(secret))],
  ])('is not shown by %s', (_, show) => {
    for (const input of [value, () => value, new Secret(value)]) expect(show(new Secret(input))).not.toContain(value);
  });

  it('calls its function at every use', async () => {
    const values = ['first', 'second'];
    const secret = new Secret(async () => values.shift() ?? '');
    expect([await secret.reveal(), await secret.reveal()]).toEqual(['first', 'second']);
    await expect(secret.reveal()).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  });

  it('can be created from another secret', async () => {
    expect(await new Secret(new Secret(value)).reveal()).toBe(value);
  });

  it('of a second copy of this package is accepted, and as well protected', async () => {
    vi.resetModules();
    const copy = await import('./secret.ts');
    expect(copy.Secret).not.toBe(Secret);
    const values = ['first', 'second'];
    const foreign: SecretInput = new copy.Secret(() => values.shift() ?? '');
    expect(secretSchema.parse(foreign)).toBe(foreign);
    const own = new Secret(foreign);
    expect([await own.reveal(), await own.reveal()]).toEqual(['first', 'second']);
    expect(await new Secret(new copy.Secret(value)).reveal()).toBe(value);
    expect(inspect({ own, foreign }, { depth: 9, showHidden: true })).not.toContain(value);
  });

  it.each<[string, () => string]>([
    [
      'throws',
      () => {
        throw new Error(`request with ${value} failed`);
      },
    ],
    ['returns an empty text', () => ''],
    ['returns no text', () => undefined as unknown as string],
  ])('is AUTH_FAILED if its function %s, without the error of the function', async (_, ask) => {
    const error = await new Secret(ask).reveal().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'AUTH_FAILED', retryable: false });
    expect(inspect(error, { showHidden: true })).not.toContain(value);
  });
});

it.each<[string, (getValue: () => string) => SecretInput]>([
  ['its function', (getValue) => getValue],
  ['the secret', (getValue) => new Secret(getValue)],
  ['the secret of a string', (getValue) => new Secret(getValue())],
])('core removes a secret from messages if the access contains %s', async (_, toInput) => {
  const token = toInput(() => value);
  const provider: PromptProvider = {
    name: 'leaky',
    identity: (config) => ({ source: config, access: { token } }),
    load: async () => Promise.reject(new Error(`rejected: ${await new Secret(token).reveal()}`)),
  };
  await using prompts = await createPrompts({
    systemPrompts: { it: { provider: 'leaky', config: {} } },
    providers: [provider],
  });
  await expect(prompts.get('it')).rejects.toMatchObject({ message: expect.stringContaining('rejected: [secret]') });
});

describe('a secret in a config', () => {
  it('is a text, a function or a Secret, and is not changed', () => {
    for (const input of [value, () => value, new Secret(value)]) expect(secretSchema.parse(input)).toBe(input);
  });

  it.each(['', undefined, null, 7, {}, { reveal: () => value }])('must not be %j', (input) => {
    const { error } = secretSchema.safeParse(input);
    expect(error?.issues[0]?.message).toContain('is its environment variable set?');
  });

  it('is read from auth.token or token', () => {
    expect(tokenOf({ token: 'a' })).toBe('a');
    expect(tokenOf({ token: 'a', auth: { token: 'b' } })).toBe('b');
    expect(tokenOf({ auth: {} })).toBeUndefined();
  });
});
