import { verify } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import type { App } from './app.ts';

const maxLifetimeSeconds = 600;
const decodeError = 'A JSON web token could not be decoded';

/**
 * Finds the App that signed a JSON web token.
 * @param nowMs The time in epoch milliseconds.
 * @throws {ApiError} 401 if the token is not signed by the App that it names, or is not valid now; 404 if there is no such App.
 */
export function verifyJwt(token: string, apps: Iterable<App>, nowMs: number): App {
  const [header = '', body = '', signature = ''] = token.split('.');
  const { alg } = decode(header);
  const { iss, iat, exp } = decode(body);
  const app = [...apps].find(({ appId }) => String(appId) === String(iss));
  if (app === undefined) throw new ApiError(404, 'Integration not found');
  const signed = Buffer.from(`${header}.${body}`);
  if (alg !== 'RS256' || !verify('sha256', signed, app.publicKey, Buffer.from(signature, 'base64url')))
    throw new ApiError(401, decodeError);
  const nowSeconds = Math.floor(nowMs / 1000);
  if (typeof iat !== 'number' || iat > nowSeconds)
    throw new ApiError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  if (typeof exp !== 'number' || exp <= nowSeconds)
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (exp > nowSeconds + maxLifetimeSeconds)
    throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future");
  return app;
}

function decode(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  } catch {
    throw new ApiError(401, decodeError);
  }
}
