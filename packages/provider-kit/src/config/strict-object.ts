import * as z from 'zod';

/**
 * Creates the schema of an object that rejects unknown keys, and lists the known ones in the error. For configs and options,
 * where a misspelt key must not be ignored.
 */
export function strictObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown ${issue.keys.length === 1 ? 'key' : 'keys'} ${issue.keys.map((key) => `'${key}'`).join(', ')} (known keys: ${known})`
        : `must be an object (known keys: ${known})`,
  });
}
