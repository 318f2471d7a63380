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
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!holds(value, key)) throw fail(`there is no '${key}' in ${kindOf(value)}`);
    value = value[key];
  }
  if (typeof value !== 'string') throw fail(`a text was expected, ${kindOf(value)} is there`);
  return value;
}

function holds(value: unknown, key: string): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, key) && (!Array.isArray(value) || /^\d+$/.test(key));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value === 'string' ? 'text' : typeof value}`;
}
