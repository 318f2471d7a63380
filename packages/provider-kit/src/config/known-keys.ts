import type * as z from 'zod/mini';

/**
 * The `error` of a zod object that rejects unknown keys: it lists the known ones. For configs and options, where a misspelt key must
 * not be ignored.
 * @example
 * z.strictObject({ page: z.string() }, { error: knownKeys });
 */
export function knownKeys(issue: z.core.$ZodRawIssue): string {
  const { shape } = (issue.inst as z.core.$ZodObject)._zod.def;
  const known = `(known keys: ${Object.keys(shape).join(', ')})`;
  if (issue.code !== 'unrecognized_keys') return `must be an object ${known}`;
  const keys = issue.keys.map((key) => `'${key}'`).join(', ');
  return `unknown ${issue.keys.length === 1 ? 'key' : 'keys'} ${keys} ${known}`;
}
