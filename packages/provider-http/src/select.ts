import { PromptError } from '@prompts/core';

/**
 * Follows a JSON pointer (RFC 6901) to a text.
 * @throws `CONTENT_INVALID` where the answer is no JSON or holds no text there, saying what stands there instead.
 */
export function selectText(body: string, pointer: string): string {
  const fail = (fault: string) =>
    new PromptError('CONTENT_INVALID', `select '${pointer}': ${fault}`, { provider: 'http' });
  let value: unknown;
  try {
    value = JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    throw fail('the answer is no JSON');
  }
  for (const key of pointer.split('/').slice(1)) {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) throw fail(`there is no '${name}'`);
    value = (value as Record<string, unknown>)[name];
  }
  if (typeof value !== 'string') throw fail(`a text was expected, ${kindOf(value)} is there`);
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
