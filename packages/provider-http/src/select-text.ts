import { httpError } from './http-error.ts';
import { parseJson } from './parse-json.ts';

/**
 * Returns the string in a JSON body that a JSON pointer (RFC 6901) refers to.
 * @throws `CONTENT_INVALID` if the body is not JSON, or has no string there. The error names what it found instead.
 */
export function selectText(body: string, pointer: string): string {
  const invalidContent = (fault: string) => httpError('CONTENT_INVALID', `select '${pointer}': ${fault}`);
  let value = parseJson(body, `select '${pointer}': the response`);
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!hasKey(value, key)) throw invalidContent(`${nameType(value)} has no '${key}'`);
    value = value[key];
  }
  if (typeof value !== 'string') throw invalidContent(`expected a string, found ${nameType(value)}`);
  return value;
}

function hasKey(value: unknown, key: string): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, key) && (!Array.isArray(value) || /^\d+$/.test(key));
}

function nameType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
