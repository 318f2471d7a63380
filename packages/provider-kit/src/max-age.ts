/**
 * Seconds that an answer is fresh for a private cache (RFC 9111): `max-age` less its `Age`.
 * @returns undefined where it doesn't say.
 */
export function parseMaxAge(headers: Headers): number | undefined {
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
