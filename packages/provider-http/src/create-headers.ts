import { Secret, type SecretInput, tokenOf } from '@prompts/provider-kit';
import type { ParsedConfig } from './config-schema.ts';
import { httpError } from './http-error.ts';

type Credentials = Pick<ParsedConfig, 'auth' | 'token' | 'headers'>;

/**
 * Creates the headers of a request. Reads the secrets again each time, since they may have been rotated.
 * @param own The credentials and headers of the entry. They override `defaults`.
 * @throws `AUTH_FAILED` if a secret has no value, or one that is not valid in a header.
 */
export async function createHeaders(own: Credentials, defaults: Credentials): Promise<Headers> {
  const headers = new Headers();
  for (const [name, value] of Object.entries({ ...defaults.headers, ...own.headers })) {
    await setHeader(headers, name, value);
  }
  const hasOwnCredentials = own.auth !== undefined || own.token !== undefined;
  const authorization = await createAuthorization(hasOwnCredentials ? own : defaults);
  if (authorization !== undefined) await setHeader(headers, 'authorization', authorization);
  return headers;
}

async function createAuthorization({ auth, token }: Credentials): Promise<string | undefined> {
  if (auth !== undefined && 'username' in auth) {
    const credentials = Buffer.from(`${auth.username}:${await reveal(auth.password)}`, 'utf8');
    return `Basic ${credentials.toString('base64')}`;
  }
  const bearerToken = tokenOf({ token, auth });
  return bearerToken === undefined ? undefined : `Bearer ${await reveal(bearerToken)}`;
}

async function setHeader(headers: Headers, name: string, value: SecretInput): Promise<void> {
  const text = await reveal(value);
  try {
    headers.set(name, text);
  } catch {
    // The runtime's own error quotes the value.
    throw httpError('AUTH_FAILED', `the value of the header '${name}' has a character that is not valid in headers`);
  }
}

function reveal(input: SecretInput): Promise<string> {
  return new Secret(input).reveal();
}
