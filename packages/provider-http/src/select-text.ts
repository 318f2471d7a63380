import { selectString } from '@prompts/provider-kit';
import { httpError } from './http-error.ts';
import { parseJson } from './parse-json.ts';

/**
 * Returns the string in a JSON body that a JSON pointer (RFC 6901) refers to.
 * @throws `CONTENT_INVALID` if the body is not JSON, or has no string there. The error names what it found instead.
 */
export function selectText(body: string, pointer: string): string {
  const value = parseJson(body, `select '${pointer}': the response`);
  return selectString(value, pointer, (fault) => httpError('CONTENT_INVALID', `select '${pointer}': ${fault}`));
}
