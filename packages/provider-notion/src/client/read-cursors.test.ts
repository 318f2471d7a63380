import { expect, it } from 'vitest';
import { readCursors } from './read-cursors.ts';

it('a list that repeats a cursor is refused', () => {
  const nextCursor = readCursors('the list');
  expect([{ next_cursor: 'a' }, { next_cursor: 'b' }, { next_cursor: null }, {}].map(nextCursor)).toEqual([
    'a',
    'b',
    undefined,
    undefined,
  ]);
  expect(() => nextCursor({ next_cursor: 'a' })).toThrow(expect.objectContaining({ code: 'CONTENT_INVALID' }));
});
