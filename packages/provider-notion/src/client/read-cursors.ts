import { invalidResponse } from './errors.ts';

/**
 * Creates a function that returns the cursor of the next page from a response. It throws `CONTENT_INVALID` for a cursor that was returned
 * before, because such a list has no end.
 */
export function readCursors(what: string): (response: { readonly next_cursor?: string | null }) => string | undefined {
  const seen = new Set<string>();
  return ({ next_cursor: cursor }) => {
    if (cursor === null || cursor === undefined) return undefined;
    if (seen.has(cursor)) throw invalidResponse(what, 'repeats a cursor');
    seen.add(cursor);
    return cursor;
  };
}
