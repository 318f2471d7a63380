/**
 * What can be seen at once of a query that is no single SELECT. The rest is the database's to refuse: the query runs as a
 * subquery, in a read-only transaction.
 */
export function faultOfQuery(query: string): string | undefined {
  if (!/^\s*(select|with)\s/i.test(query)) return 'must be one SELECT';
  if (query.includes(';')) return 'must be one SELECT, without ;';
  if (/--|\/\*/.test(query)) return 'must not hold comments';
  if (query.includes('??')) return 'must name its tables and columns: ? stands for values only';
  return undefined;
}

/** How many values a query asks for. A `?` that is no placeholder, as in operators of PostgreSQL, is written `\?`. */
export function placeholders(query: string): number {
  return [...query.matchAll(/\\?\?/g)].filter(([match]) => match === '?').length;
}
