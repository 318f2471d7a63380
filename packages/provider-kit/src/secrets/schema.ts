import { z } from 'zod';
import { Secret, type SecretInput } from './secret.ts';

/** A secret in a config: left as it is, so that core can tell one from another. */
export const secretSchema = z.custom<SecretInput>(
  (value) => (typeof value === 'string' && value !== '') || typeof value === 'function' || value instanceof Secret,
  'must be a text that is not empty, or a function that gives one: is its environment variable set?',
);

/** Both documented forms: `{ token }` and `{ auth: { token } }`. */
export function tokenOf(config: {
  readonly token?: SecretInput | undefined;
  readonly auth?: { readonly token?: SecretInput | undefined } | undefined;
}): SecretInput | undefined {
  return config.auth?.token ?? config.token;
}
