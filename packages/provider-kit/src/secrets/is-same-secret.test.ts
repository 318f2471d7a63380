import { expect, it } from 'vitest';
import { isSameSecret } from './is-same-secret.ts';

it.each([
  ['abc', 'abc', true],
  ['abc', 'abd', false],
  ['abc', 'abcd', false],
  ['', 'a', false],
  ['ü', 'ü', true],
])('compares %j and %j', (one, other, isSame) => {
  expect(isSameSecret(one, other)).toBe(isSame);
});
