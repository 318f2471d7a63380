import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerSecret } from '../options.ts';
import { HttpError } from './http-error.ts';

/** @throws HttpError 401 if `given` is none of the secrets. */
export async function authenticate(given: string | undefined, secrets: readonly ServerSecret[]): Promise<void> {
  const values = await Promise.all(secrets.map(reveal));
  if (given !== undefined && values.map((value) => isSame(value, given)).includes(true)) return;
  throw new HttpError(
    401,
    'UNAUTHORIZED',
    given === undefined ? 'credentials are missing' : 'the credentials are not valid',
  );
}

/** @returns The token of `Authorization: Bearer`. */
export function bearerToken(headers: Headers): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
}

/** @returns `name:password` of `Authorization: Basic`. */
export function basicCredentials(headers: Headers): string | undefined {
  const encoded = /^Basic +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString();
}

async function reveal(secret: ServerSecret): Promise<string> {
  if (typeof secret === 'string') return secret;
  return typeof secret === 'function' ? secret() : secret.reveal();
}

/** An empty secret is none. */
function isSame(secret: string | undefined, given: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return Boolean(secret) && timingSafeEqual(hash(secret as string), hash(given));
}
