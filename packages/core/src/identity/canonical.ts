import { PromptError } from '../errors/prompt-error.ts';
import { isPlainObject } from './plain.ts';

/** Functions and live objects have no text: each gets a number for as long as it lives. */
const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/** Stands before what JSON can't say. At random, so that no config can spell it and pass for another's credentials. */
let mark: string | undefined;

function marked(text: string | number): string {
  // Not at import: some runtimes have no random numbers there.
  mark ??= crypto.randomUUID();
  return `${mark} ${text}`;
}

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
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'bigint' || typeof value === 'number') return marked(`${typeof value} ${value}`);
  if (typeof value === 'function') return marked(numberOf(value));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (value instanceof URL || value instanceof Date) return String(value.toJSON());
  if (!isPlainObject(value)) return marked(numberOf(value));
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
