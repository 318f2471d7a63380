import * as z from 'zod/mini';

/**
 * Wraps the schema of an object of credentials: each key whose value is `undefined`, such as the one of
 * `{ token: process.env.TOKEN }` without the variable, is an issue under that key. For a single optional key,
 * `z.exactOptional(secretSchema)` does the same.
 */
export function refuseUndefined<Schema extends z.core.$ZodType>(schema: Schema) {
  const refuse = z.transform((value: unknown, { issues }) => {
    for (const [key, inner] of Object.entries(Object(value))) {
      const message = 'is undefined: is its environment variable set?';
      if (inner === undefined) issues.push({ code: 'custom', path: [key], message, input: value });
    }
    return value;
  });
  return z.pipe(refuse, schema as z.core.$ZodType<z.output<Schema>, unknown>);
}
