import { verify } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import type { App } from './app.ts';

const longest = 600;
const undecodable = 'A JSON web token could not be decoded';

/**
 * The App a JSON web token was signed by.
 * @param now in ms since 1970.
 * @throws {ApiError} 401 when it is not signed by the App it names, or its times don't fit the clock.
 */
export function verifyJwt(token: string, apps: Iterable<App>, now: number): App {
  const [head = '', body = '', signature = ''] = token.split('.');
  const header = decode(head);
  const { iss, iat, exp } = decode(body);
  const app = [...apps].find(({ appId }) => String(appId) === String(iss));
  if (app === undefined) throw new ApiError(404, 'Integration not found');
  const signed = Buffer.from(`${head}.${body}`);
  if (header.alg !== 'RS256' || !verify('sha256', signed, app.publicKey, Buffer.from(signature, 'base64url')))
    throw new ApiError(401, undecodable);
  const seconds = Math.floor(now / 1000);
  if (typeof iat !== 'number' || iat > seconds)
    throw new ApiError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  if (typeof exp !== 'number' || exp <= seconds)
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (exp > seconds + longest) throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future");
  return app;
}

function decode(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  } catch {
    throw new ApiError(401, undecodable);
  }
}
