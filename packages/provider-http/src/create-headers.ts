import { Secret, type SecretInput } from '@prompts/provider-kit';
import type { Credentials } from './credentials.ts';
import { httpError } from './http-error.ts';

/**
 * Creates the headers of a request. Reads the secrets again each time, since they may have been rotated.
 * @throws `AUTH_FAILED` if a secret has no value, or one that is not valid in a header.
 */
export async function createHeaders(credentials: Credentials): Promise<Headers> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(credentials.headers)) await setHeader(headers, name, value);
  const authorization = await createAuthorization(credentials);
  if (authorization !== undefined) await setHeader(headers, 'authorization', authorization);
  return headers;
}

async function createAuthorization({ basic, token }: Credentials): Promise<string | undefined> {
  if (basic !== undefined) {
    const credentials = Buffer.from(`${basic.username}:${await reveal(basic.password)}`, 'utf8');
    return `Basic ${credentials.toString('base64')}`;
  }
  return token === undefined ? undefined : `Bearer ${await reveal(token)}`;
}

async function setHeader(headers: Headers, name: string, value: SecretInput): Promise<void> {
  const text = await reveal(value);
  try {
    headers.set(name, text);
  } catch {
    // The runtime's own error quotes the value.
    throw httpError(
      'AUTH_FAILED',
      `the value of the header '${name}' contains a character that is not valid in headers: remove line breaks and control characters`,
    );
  }
}

function reveal(input: SecretInput): Promise<string> {
  return new Secret(input).reveal();
}
