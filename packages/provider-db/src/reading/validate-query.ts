import type { Dialect } from '@prompts/sql-kit';

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

/** Strings and quoted names. MySQL escapes quotes with backslashes, too; PostgreSQL does so after E, and quotes with dollars. */
const quoted: Readonly<Record<Dialect, RegExp>> = {
  sqlite: /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]/g,
  postgres: /\be'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$).*?\1/gis,
  mysql: /'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`[^`]*`/gs,
};

/**
 * Checks that a query can't end the subquery that it runs as, nor hide its end in a comment.
 * @returns The rule that the query breaks, if any.
 */
export function findStructureError(query: string, dialect: Dialect): string | undefined {
  const bare = query.replace(quoted[dialect], '');
  if (/['"`]/.test(bare)) return 'must close each quote';
  if (dialect === 'mysql' && bare.includes('#')) return 'must not contain comments, which begin with # here';
  let depth = 0;
  for (const [parenthesis] of bare.matchAll(/[()]/g)) {
    depth += parenthesis === '(' ? 1 : -1;
    if (depth < 0) break;
  }
  return depth === 0 ? undefined : 'must have balanced parentheses';
}
