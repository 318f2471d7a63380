import { httpError } from './http-error.ts';

/**
 * Parses a body as JSON. Ignores a byte order mark.
 * @param name The name of the body in the error.
 * @throws `CONTENT_INVALID` if the body is not JSON. The error does not quote it.
 */
export function parseJson(body: string, name: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    throw httpError('CONTENT_INVALID', `${name} is not JSON`);
  }
}
