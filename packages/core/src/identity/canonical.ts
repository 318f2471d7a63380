import { PromptError } from '../errors/prompt-error.ts';
import { isPlainObject } from './plain.ts';

/** Functions and live objects have no text: each gets a number for as long as it lives. */
const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/**
 * One text for values that mean the same: keys sorted, `undefined` left out, functions and other live objects by identity.
 * @param standIn What stands for a live object. Default: its number.
 * @throws `CONFIG_INVALID` for a value that contains itself.
 */
export function canonicalJson(value: unknown, standIn: (live: object) => unknown = numberOf): string {
  try {
    return JSON.stringify(value, function (this: Record<string, unknown>, key) {
      // Not what `toJSON` made of it: a secret hides itself there.
      return canonical(this[key], standIn);
    });
  } catch {
    throw new PromptError('CONFIG_INVALID', 'A config must not contain itself.');
  }
}

/** What JSON can't say becomes a list that begins with its kind; lists have a kind too, so that none passes for it. */
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

function numberOf(value: object): number {
  const number = numbers.get(value) ?? ++lastNumber;
  numbers.set(value, number);
  return number;
}
