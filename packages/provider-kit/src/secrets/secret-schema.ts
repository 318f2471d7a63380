import * as z from 'zod/mini';
import { isSecret, type SecretInput } from './secret.ts';

/**
 * The schema of a secret in a config. It returns its input unchanged, so that core can compare secrets. For an optional key, use
 * `z.exactOptional(secretSchema)`: `z.optional` would take `{ token: process.env.TOKEN }` without the variable for no credentials.
 */
export const secretSchema = z.custom<SecretInput>(
  (value) => (typeof value === 'string' && value !== '') || typeof value === 'function' || isSecret(value),
  'must be a text that is not empty, or a function that returns one: is its environment variable set?',
);

/** Returns the token of a config, which is `{ token }` or `{ auth: { token } }`. Both are documented. */
export function tokenOf(config: {
  readonly token?: SecretInput | undefined;
  readonly auth?: { readonly token?: SecretInput | undefined } | undefined;
}): SecretInput | undefined {
  return config.auth?.token ?? config.token;
}
