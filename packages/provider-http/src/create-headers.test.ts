import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createHeaders } from './create-headers.ts';
import { resolveCredentials } from './credentials.ts';

const token = randomBytes(9).toString('hex');

async function resolveHeaders(
  ...[own, defaults = {}]: [own: object, defaults?: object]
): Promise<Record<string, string>> {
  return createHeaders(resolveCredentials(own, defaults));
}

describe('credentials', () => {
  it('become a bearer header, in both forms', async () => {
    const authorization = `Bearer ${token}`;
    expect(await resolveHeaders({ token })).toEqual({ authorization });
    expect(await resolveHeaders({ auth: { token: async () => token } })).toEqual({ authorization });
  });

  it('become a basic header in UTF-8', async () => {
    const { authorization = '' } = await resolveHeaders({ auth: { username: 'zoë', password: token } });
    expect(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString('utf8')).toBe(`zoë:${token}`);
  });

  it('are read again for every request', async () => {
    const tokens = ['first', 'second'];
    const config = { token: () => tokens.shift() ?? '' };
    expect(await resolveHeaders(config)).toEqual({ authorization: 'Bearer first' });
    expect(await resolveHeaders(config)).toEqual({ authorization: 'Bearer second' });
  });

  it('of an entry override those of the options, of either kind', async () => {
    const basic = { auth: { username: 'ada', password: token } };
    expect(await resolveHeaders({ token }, basic)).toEqual({ authorization: `Bearer ${token}` });
    expect((await resolveHeaders(basic, { token })).authorization).toMatch(/^Basic /);
    expect(await resolveHeaders({}, { token })).toEqual({ authorization: `Bearer ${token}` });
  });

  it('are merged with the headers of the options, ignoring case', async () => {
    const headers = await resolveHeaders(
      { headers: { 'X-Team': 'b' } },
      { headers: { 'x-team': 'a', 'x-api-key': token } },
    );
    expect(headers).toEqual({ 'x-team': 'b', 'x-api-key': token });
  });

  it('with an invalid header fail with its name, without its value', async () => {
    const error = await createHeaders({ headers: { 'x-api-key': () => `${token}\n${token}` } }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'AUTH_FAILED', message: expect.stringContaining("'x-api-key'") });
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain(token);
  });

  it('without a value fail with AUTH_FAILED', async () => {
    await expect(createHeaders({ token: () => '', headers: {} })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  });
});
