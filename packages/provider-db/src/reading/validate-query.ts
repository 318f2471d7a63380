/**
 * Catches queries that are obviously not a single SELECT before they reach the database. The database rejects the rest: the
 * query runs as a subquery in a read-only transaction.
 * @returns The rule that the query breaks, if any.
 */
export function findQueryError(query: string): string | undefined {
  if (!/^\s*(select|with)\s/i.test(query)) return 'must be a single SELECT';
  if (query.includes(';')) return 'must be a single SELECT, without ;';
  if (/--|\/\*/.test(query)) return 'must not contain comments';
  if (query.includes('??')) return 'must name its tables and columns: only values can be bound, with ?';
  return undefined;
}

/** Counts the `?` placeholders of a query. A literal `?`, as in some PostgreSQL operators, is written `\?`. */
export function countPlaceholders(query: string): number {
  return [...query.matchAll(/\\?\?/g)].filter(([match]) => match === '?').length;
}
