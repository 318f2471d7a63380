import * as z from 'zod';

/**
 * Wraps the schema of an object of credentials: each key whose value is `undefined`, such as the one of
 * `{ token: process.env.TOKEN }` without the variable, is an issue under that key. For a single optional key,
 * `secretSchema.exactOptional()` does the same.
 */
export function refuseUndefined<Schema extends z.core.$ZodType>(schema: Schema) {
  return z.preprocess((value, { addIssue }) => {
    for (const [key, inner] of Object.entries(Object(value))) {
      const message = 'is undefined: is its environment variable set?';
      if (inner === undefined) addIssue({ code: 'custom', path: [key], message });
    }
    return value;
  }, schema);
}
