import { expect, it } from 'vitest';
import * as z from 'zod';
import { secretSchema } from '../secrets/secret-schema.ts';
import { refuseUndefined } from './refuse-undefined.ts';

const schema = z.strictObject({
  auth: z.optional(
    refuseUndefined(
      z.union([z.strictObject({ token: secretSchema }), z.strictObject({ user: z.string(), password: secretSchema })]),
    ),
  ),
  token: z.exactOptional(secretSchema),
});

it.each<[unknown, string[]]>([
  [{}, []],
  [{ auth: undefined }, []],
  [{ auth: { token: 'text' }, token: 'text' }, []],
  [{ auth: { token: undefined } }, ['auth.token']],
  [{ auth: { user: 'ada', password: undefined } }, ['auth.password']],
  [{ auth: { user: undefined, password: undefined } }, ['auth.user', 'auth.password']],
  [{ token: undefined }, ['token']],
  [{ auth: {} }, ['auth']],
  [{ auth: null }, ['auth']],
  [{ auth: 'text' }, ['auth']],
])('%j has mistakes at %j', (input, paths) => {
  const issues = schema.safeParse(input).error?.issues ?? [];
  expect(issues.map(({ path }) => path.join('.'))).toEqual(paths);
  for (const { path, message } of issues.filter(() => paths[0] !== 'auth')) {
    expect(`${path.join('.')} ${message}`).toContain('is its environment variable set?');
  }
});
