import { PromptError } from '../errors/prompt-error.ts';
import { isPlainObject } from './plain.ts';

/** Functions and live objects have no text: each gets a number for as long as it lives. */
const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/**
 * One text for values that mean the same: keys sorted, `undefined` left out, functions and other live objects by identity.
 * @throws `CONFIG_INVALID` for a value that contains itself.
 */
export function canonicalJson(value: unknown): string {
  try {
    return JSON.stringify(value, function (this: Record<string, unknown>, key) {
      // Not what `toJSON` made of it: a secret hides itself there.
      return canonical(this[key]);
    });
  } catch {
    throw new PromptError('CONFIG_INVALID', 'A config must not contain itself.');
  }
}

function canonical(value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return { [typeof value]: String(value) };
  if (typeof value === 'function') return { identity: numberOf(value) };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (value instanceof URL || value instanceof Date) return String(value.toJSON());
  if (!isPlainObject(value)) return { identity: numberOf(value) };
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function numberOf(value: object): number {
  const number = numbers.get(value) ?? ++lastNumber;
  numbers.set(value, number);
  return number;
}
