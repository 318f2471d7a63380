import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createHeaders } from './create-headers.ts';

const token = randomBytes(9).toString('hex');

async function headersOf(...[own, defaults = {}]: [own: object, defaults?: object]): Promise<Record<string, string>> {
  return Object.fromEntries(await createHeaders(own, defaults));
}

describe('credentials', () => {
  it('make a bearer header, in both spellings', async () => {
    const authorization = `Bearer ${token}`;
    expect(await headersOf({ token })).toEqual({ authorization });
    expect(await headersOf({ auth: { token: async () => token } })).toEqual({ authorization });
  });

  it('make a basic header, in UTF-8', async () => {
    const { authorization = '' } = await headersOf({ auth: { username: 'zoë', password: token } });
    expect(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString('utf8')).toBe(`zoë:${token}`);
  });

  it('are asked for at every use', async () => {
    const tokens = ['first', 'second'];
    const config = { token: () => tokens.shift() ?? '' };
    expect(await headersOf(config)).toEqual({ authorization: 'Bearer first' });
    expect(await headersOf(config)).toEqual({ authorization: 'Bearer second' });
  });

  it('of an entry win over those of the options, of either kind', async () => {
    const basic = { auth: { username: 'ada', password: token } };
    expect(await headersOf({ token }, basic)).toEqual({ authorization: `Bearer ${token}` });
    expect((await headersOf(basic, { token })).authorization).toMatch(/^Basic /);
    expect(await headersOf({}, { token })).toEqual({ authorization: `Bearer ${token}` });
  });

  it('keep the headers of the options that the entry does not give, whatever their case', async () => {
    const headers = await headersOf({ headers: { 'X-Team': 'b' } }, { headers: { 'x-team': 'a', 'x-api-key': token } });
    expect(headers).toEqual({ 'x-team': 'b', 'x-api-key': token });
  });

  it('say which header can not be sent, and never its value', async () => {
    const failure = await createHeaders({ headers: { 'x-api-key': () => `${token}\n${token}` } }, {}).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'AUTH_FAILED', message: expect.stringContaining("'x-api-key'") });
    expect(inspect(failure, { showHidden: true, depth: 9 })).not.toContain(token);
  });

  it('without a value are AUTH_FAILED', async () => {
    await expect(createHeaders({ token: () => '' }, {})).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  });
});
