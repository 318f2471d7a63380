import { randomBytes } from 'node:crypto';
import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { secretSchema, tokenOf } from './schema.ts';
import { Secret } from './secret.ts';

const value = randomBytes(12).toString('hex');

describe('a secret', () => {
  it.each<[string, (secret: Secret) => string]>([
    ['String', (secret) => String(secret)],
    ['a template literal', (secret) => `${secret}`],
    ['adding it to a text', (secret) => `token ${secret}`.concat(secret as unknown as string)],
    ['JSON, nested', (secret) => JSON.stringify({ config: [{ auth: secret }] })],
    ['util.inspect, nested, with hidden properties', (secret) => inspect({ auth: { secret } }, { showHidden: true })],
    ['util.inspect at depth 0', (secret) => inspect(secret, { depth: 0 })],
    [
      'what console.log writes',
      (secret) => format('%s %o %O %j', secret, secret, { secret }, [secret]) + format(secret),
    ],
    ['an error about it', (secret) => inspect(new Error('failed', { cause: { secret } }))],
    ['its keys', (secret) => Reflect.ownKeys(secret).map(String).join()],
    ['a copy of it', (secret) => JSON.stringify({ ...secret }) + inspect(structuredClone(secret))],
  ])('never prints: %s', (_, show) => {
    for (const input of [value, () => value, new Secret(value)]) expect(show(new Secret(input))).not.toContain(value);
  });

  it('is asked for at every use', async () => {
    const values = ['first', 'second'];
    const secret = new Secret(async () => values.shift() ?? '');
    expect([await secret.reveal(), await secret.reveal()]).toEqual(['first', 'second']);
    await expect(secret.reveal()).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  });

  it('made of another is the same', async () => {
    expect(await new Secret(new Secret(value)).reveal()).toBe(value);
  });

  it.each<[string, () => string]>([
    [
      'throws',
      () => {
        throw new Error(`request with ${value} failed`);
      },
    ],
    ['gives nothing', () => ''],
    ['gives no text', () => undefined as unknown as string],
  ])('is AUTH_FAILED where its function %s, without what went wrong inside', async (_, ask) => {
    const error = await new Secret(ask).reveal().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'AUTH_FAILED', retryable: false });
    expect(inspect(error, { showHidden: true })).not.toContain(value);
  });
});

describe('in a config', () => {
  it('it is a text, a function or a Secret, left as it is', () => {
    for (const input of [value, () => value, new Secret(value)]) expect(secretSchema.parse(input)).toBe(input);
  });

  it.each(['', undefined, null, 7, {}])('it is not %j', (input) => {
    const { error } = secretSchema.safeParse(input);
    expect(error?.issues[0]?.message).toContain('is its environment variable set?');
  });

  it('it may stand in auth or beside it', () => {
    expect(tokenOf({ token: 'a' })).toBe('a');
    expect(tokenOf({ token: 'a', auth: { token: 'b' } })).toBe('b');
    expect(tokenOf({ auth: {} })).toBeUndefined();
  });
});
