import { expect, it } from 'vitest';
import { retryAfterSeconds } from './retry-after-seconds.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const daySeconds = 86_400;

it.each<[string | undefined, number | undefined]>([
  [undefined, undefined],
  ['', undefined],
  ['120', 120],
  [' 7 ', 7],
  ['0', 0],
  ['Sun, 01 Mar 2026 12:01:30 GMT', 90],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['Thu, 01 Jan 2099 00:00:00 GMT', daySeconds],
  ['999999999999999999999999', daySeconds],
  ['Sunday, 01-Mar-26 12:00:10 GMT', 10],
  ['soon', undefined],
  ['Sunday', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['120 seconds', undefined],
  ['0x10', undefined],
  ['1e9', undefined],
  ['Infinity', undefined],
])('Retry-After: %s is %s seconds', (value, seconds) => {
  const headers = new Headers(value === undefined ? {} : { 'retry-after': value });
  expect(retryAfterSeconds(headers, now)).toBe(seconds);
});
