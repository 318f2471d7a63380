import { Secret, type SecretInput } from '@prompts/provider-kit';
import type { Credentials } from './credentials.ts';
import { httpError } from './http-error.ts';

/** The only characters that HTTP allows in a value (RFC 9110, 5.5); UTF-8 is not among them. */
const validValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Creates the headers of a request, by their names in lower case. Reads the secrets again each time, since they may have been rotated.
 * @throws `AUTH_FAILED` if a secret has no value, or one that is not valid in a header.
 */
export async function createHeaders(credentials: Credentials): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
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

async function setHeader(headers: Record<string, string>, name: string, value: SecretInput): Promise<void> {
  const text = (await reveal(value)).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (!validValue.test(text)) {
    throw httpError(
      'AUTH_FAILED',
      `the value of the header '${name}' contains a character that is not valid in headers: remove line breaks and control characters`,
    );
  }
  headers[name.toLowerCase()] = text;
}

function reveal(input: SecretInput): Promise<string> {
  return new Secret(input).reveal();
}
