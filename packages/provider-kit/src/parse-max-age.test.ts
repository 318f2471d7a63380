import { expect, it } from 'vitest';
import { parseMaxAge } from './parse-max-age.ts';

it.each<[Record<string, string>, number | undefined]>([
  [{}, undefined],
  [{ 'cache-control': 'public' }, undefined],
  [{ 'cache-control': 'max-age=600' }, 600],
  [{ 'cache-control': 'Public, MAX-AGE="60" , immutable' }, 60],
  [{ 'cache-control': 's-maxage=5' }, undefined],
  [{ 'cache-control': 'max-age=600, no-cache' }, 0],
  [{ 'cache-control': 'no-store' }, 0],
  [{ 'cache-control': 'max-age=600', age: '100' }, 500],
  [{ 'cache-control': 'max-age=600', age: '1000' }, 0],
  [{ 'cache-control': 'max-age=600', age: 'old' }, 600],
  [{ 'cache-control': 'max-age=600', age: '-600' }, 600],
  [{ 'cache-control': 'max-age=-1' }, undefined],
  [{ 'cache-control': 'max-age=soon' }, undefined],
])('%j is fresh for %s seconds', (headers, seconds) => {
  expect(parseMaxAge(new Headers(headers))).toBe(seconds);
});
