import { isPlainObject } from './plain.ts';

/** Most metadata is empty. An object without a prototype takes much memory, even if it is empty. */
const empty: object = Object.freeze(Object.create(null));

/** Copies and freezes plain data at every level. Other objects are kept as they are. */
export function frozenCopy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy));
  if (typeof value !== 'object' || value === null) return value;
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value);
  if (entries.length === 0) return empty;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, inner] of entries) copy[key] = frozenCopy(inner);
  return Object.freeze(copy);
}
