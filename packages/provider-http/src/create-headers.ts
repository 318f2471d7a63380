import { PromptError } from '@prompts/core';
import { Secret, type SecretInput, tokenOf } from '@prompts/provider-kit';
import type { ParsedConfig } from './config-schema.ts';

type Credentials = Pick<ParsedConfig, 'auth' | 'token' | 'headers'>;

/**
 * The headers that credentials make. Secrets are asked for now: they may have been rotated.
 * @param defaults What an entry's own credentials and headers of the same name win over.
 * @throws `AUTH_FAILED` where a secret has no value, or one that no header can carry.
 */
export async function createHeaders(own: Credentials, defaults: Credentials): Promise<Headers> {
  const headers = new Headers();
  for (const [name, value] of Object.entries({ ...defaults.headers, ...own.headers })) await set(headers, name, value);
  const isOwn = own.auth !== undefined || own.token !== undefined;
  const authorization = await authorizationOf(isOwn ? own : defaults);
  if (authorization !== undefined) await set(headers, 'authorization', authorization);
  return headers;
}

async function authorizationOf({ auth, token }: Credentials): Promise<string | undefined> {
  if (auth !== undefined && 'username' in auth) {
    const pair = Buffer.from(`${auth.username}:${await reveal(auth.password)}`, 'utf8');
    return `Basic ${pair.toString('base64')}`;
  }
  const bearer = tokenOf({ token, auth });
  return bearer === undefined ? undefined : `Bearer ${await reveal(bearer)}`;
}

async function set(headers: Headers, name: string, value: SecretInput): Promise<void> {
  const text = await reveal(value);
  try {
    headers.set(name, text);
  } catch {
    // The runtime's own error quotes the value.
    throw new PromptError('AUTH_FAILED', `the value of the header '${name}' holds a sign that headers can't carry`, {
      provider: 'http',
    });
  }
}

function reveal(input: SecretInput): Promise<string> {
  return new Secret(input).reveal();
}
