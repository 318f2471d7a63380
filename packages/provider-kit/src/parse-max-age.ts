/**
 * Returns how many seconds a response stays fresh in a private cache (RFC 9111): its `max-age` minus its `Age`, and 0 for
 * `no-store` and `no-cache`. Undefined if the response has none of these directives.
 */
export function parseMaxAge(headers: Pick<Headers, 'get'>): number | undefined {
  const directives = (headers.get('cache-control') ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim());
  if (directives.includes('no-store') || directives.includes('no-cache')) return 0;
  const maxAge = directives
    .map((part) => /^max-age="?(\d{1,10})"?$/.exec(part)?.[1])
    .find((part) => part !== undefined);
  if (maxAge === undefined) return undefined;
  const age = /^\s*(\d+)\s*$/.exec(headers.get('age') ?? '')?.[1] ?? 0;
  return Math.max(0, Number(maxAge) - Number(age));
}
