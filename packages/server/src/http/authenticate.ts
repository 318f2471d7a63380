import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerSecret } from '../options.ts';
import { HttpError } from './http-error.ts';

/**
 * Compares with all secrets, so that the time does not tell which one is the same. One that can't be had admits nobody.
 * @param scheme What the answer to others asks for.
 * @throws HttpError 401 if `given` is none of the secrets; what a function of a secret throws, if it may have been that one.
 */
export async function authenticate(
  scheme: 'Bearer' | 'Basic',
  given: string | undefined,
  secrets: readonly ServerSecret[],
): Promise<void> {
  if (given !== undefined) {
    const results = await Promise.allSettled(secrets.map(async (secret) => isSame(await reveal(secret), given)));
    if (results.some((result) => result.status === 'fulfilled' && result.value)) return;
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }
  const message = given === undefined ? 'credentials are missing' : 'the credentials are not valid';
  throw new HttpError(401, 'UNAUTHORIZED', message, { 'www-authenticate': scheme });
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

/** @returns The value of a secret now. */
export async function reveal(secret: ServerSecret): Promise<string> {
  if (typeof secret === 'string') return secret;
  return typeof secret === 'function' ? secret() : secret.reveal();
}

/** Whether they are the same. An empty secret, or none, is the same as nothing. */
function isSame(secret: unknown, given: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return typeof secret === 'string' && secret !== '' && timingSafeEqual(hash(secret), hash(given));
}
