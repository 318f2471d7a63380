import { PromptError } from '../errors/prompt-error.ts';

/** Functions have no text: each gets a number for as long as it lives. */
const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/**
 * One text for values that mean the same: keys sorted, `undefined` left out, functions and other live objects by identity.
 * @throws `CONFIG_INVALID` for a value that contains itself.
 */
export function canonicalJson(value: unknown): string {
  return write(value, []);
}

function write(value: unknown, parents: readonly unknown[]): string {
  if (typeof value === 'bigint') return `{"bigint":"${value}"}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return `{"number":"${value}"}`;
  if (typeof value === 'function' || typeof value === 'symbol') return byIdentity(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (parents.includes(value)) throw new PromptError('CONFIG_INVALID', 'A config must not contain itself.');
  const inside = [...parents, value];
  if (Array.isArray(value)) return `[${value.map((item) => write(item, inside)).join(',')}]`;
  if (value instanceof URL || value instanceof Date) return JSON.stringify(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return byIdentity(value);
  const members = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${write(inner, inside)}`);
  return `{${members.join(',')}}`;
}

function byIdentity(value: object | symbol): string {
  if (typeof value === 'symbol') return JSON.stringify({ symbol: String(value) });
  let number = numbers.get(value);
  if (number === undefined) {
    lastNumber += 1;
    number = lastNumber;
    numbers.set(value, number);
  }
  return `{"identity":${number}}`;
}
