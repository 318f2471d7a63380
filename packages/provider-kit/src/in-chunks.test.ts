import { expect, it } from 'vitest';
import { inChunks } from './in-chunks.ts';

it('splits a list; the last part has the remaining items', () => {
  expect(inChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inChunks([1, 2], 2)).toEqual([[1, 2]]);
  expect(inChunks([], 2)).toEqual([]);
});
