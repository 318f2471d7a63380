import { Secret, type SecretInput, tokenOf } from '@prompts/provider-kit';
import type { ParsedConfig } from './config.ts';

type Credentials = Pick<ParsedConfig, 'auth' | 'token' | 'headers'>;

/** The headers that credentials make. Secrets are asked for now: they may have been rotated. */
export async function credentialHeaders(config: Credentials): Promise<Headers> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(config.headers ?? {})) headers.set(name, await reveal(value));
  const { auth } = config;
  if (auth !== undefined && 'username' in auth) {
    const pair = new TextEncoder().encode(`${auth.username}:${await reveal(auth.password)}`);
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
    return headers;
  }
  const token = tokenOf({ token: config.token, auth });
  if (token !== undefined) headers.set('authorization', `Bearer ${await reveal(token)}`);
  return headers;
}

function reveal(input: SecretInput): Promise<string> {
  return new Secret(input).reveal();
}
