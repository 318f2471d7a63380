import { type SecretInput, tokenOf } from '@prompts/provider-kit';
import type { ParsedConfig } from './config-schema.ts';

/** Credentials, as in an entry or the factory's options. */
export type CredentialInputs = Pick<ParsedConfig, 'auth' | 'token' | 'headers'>;

/** The credentials of a request. Equal credentials are equal, however they were written. */
export interface Credentials {
  /** A bearer token. */
  readonly token?: SecretInput | undefined;
  readonly basic?: { readonly username: string; readonly password: SecretInput } | undefined;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, SecretInput>>;
}

/** @param own The credentials and headers of the entry. They override `defaults`. */
export function resolveCredentials(own: CredentialInputs, defaults: CredentialInputs): Credentials {
  const hasOwnCredentials = own.auth !== undefined || own.token !== undefined;
  const { auth, token } = hasOwnCredentials ? own : defaults;
  const headers = [defaults.headers, own.headers].flatMap((given) => Object.entries(given ?? {}));
  return {
    ...(auth !== undefined && 'username' in auth ? { basic: auth } : { token: tokenOf({ auth, token }) }),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
  };
}
