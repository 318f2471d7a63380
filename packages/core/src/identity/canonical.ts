import { PromptError } from '../errors/prompt-error.ts';
import { isPlainObject } from './plain.ts';
import { originalOf } from './recorded-secrets.ts';

/** Functions and other live objects have no textual form: each gets a number for as long as it lives. */
const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/**
 * Serializes a value so that equal values have equal texts: keys are sorted, `undefined` is omitted, and functions and
 * other live objects are compared by identity.
 * @param standIn Returns the value that represents a live object. Default: a number.
 * @throws `CONFIG_INVALID` for a value that contains itself.
 */
export function canonicalJson(value: unknown, standIn: (live: object) => unknown = numberOf): string {
  try {
    return JSON.stringify(value, function (this: Record<string, unknown>, key) {
      // Not the result of `toJSON`: a secret hides itself there.
      return canonical(this[key], standIn);
    });
  } catch {
    throw new PromptError('CONFIG_INVALID', 'the config contains a circular reference: remove it');
  }
}

/** Whether a value contains a function or another live object. */
export function containsLiveObject(value: unknown): boolean {
  let isFound = false;
  canonicalJson(value, () => {
    isFound = true;
    return null;
  });
  return isFound;
}

/** A value that JSON can't express becomes a list that begins with its kind. Lists have a kind too, so that none is mistaken for one. */
function canonical(value: unknown, standIn: (live: object) => unknown): unknown {
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)))
    return [typeof value, String(value)];
  if (typeof value === 'function') return ['live', standIn(value)];
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return ['list', ...value];
  if (value instanceof URL || value instanceof Date) return String(value.toJSON());
  if (!isPlainObject(value)) return ['live', standIn(value)];
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, value[key]]),
  );
}

/** The number of a live object, in this process. */
export function numberOf(live: object): number {
  const value = originalOf(live);
  const number = numbers.get(value) ?? ++lastNumber;
  numbers.set(value, number);
  return number;
}
