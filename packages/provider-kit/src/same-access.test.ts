import { expect, it } from 'vitest';
import { isSameAccess, onePerAccess } from './same-access.ts';
import { Secret } from './secrets/secret.ts';

const getToken = () => 'one';
const secret = new Secret('one');

it.each([
  [{}, {}, true],
  [{ auth: { token: 'one' } }, { auth: { token: 'one' } }, true],
  [{ auth: { token: getToken } }, { auth: { token: getToken } }, true],
  [{ auth: { token: secret } }, { auth: { token: secret } }, true],
  [{ token: undefined }, {}, true],
  [{ auth: { token: 'one' } }, { auth: { token: 'two' } }, false],
  [{ auth: { token: 'one' } }, { auth: { token: 'one' }, baseUrl: 'https://a.example' }, false],
  [{ token: () => 'one' }, { token: () => 'one' }, false],
  [{ token: new Secret('one') }, { token: new Secret('one') }, false],
  [{ token: 'one' }, undefined, false],
])('%j and %j are the same access: %s', (one, other, isSame) => {
  expect(isSameAccess(one, other)).toBe(isSame);
  expect(isSameAccess(other, one)).toBe(isSame);
});

it('creates one thing for each access', () => {
  let created = 0;
  const thingOf = onePerAccess(({ token }: { token: string }) => ({ token, number: ++created }));
  const one = thingOf({ token: 'one' });
  expect(thingOf({ token: 'one' })).toBe(one);
  expect(thingOf({ token: 'two' })).toEqual({ token: 'two', number: 2 });
});
