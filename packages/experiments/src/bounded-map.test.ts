import { expect, it } from 'vitest';
import { BoundedMap } from './bounded-map.ts';

it('forgets its oldest entries, and takes as long for the last entry as for the first', () => {
  const map = new BoundedMap<number, string>(3);
  for (const key of [1, 2, 3, 2, 4]) map.set(key, `value ${key}`);
  expect([...map.keys()]).toEqual([2, 3, 4]);
  map.set(5, 'value 5');
  expect([...map]).toEqual([
    [3, 'value 3'],
    [4, 'value 4'],
    [5, 'value 5'],
  ]);
  const large = new BoundedMap<number, number>(100_000);
  for (let key = 0; key < 1_000_000; key += 1) large.set(key, key);
  expect([large.size, large.keys().next().value]).toEqual([100_000, 900_000]);
});
