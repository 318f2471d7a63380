import { isPlainObject } from './plain.ts';
import { recordSecrets } from './recorded-secrets.ts';

/** Returns a copy of a config in which these functions, which return credentials, are wrapped with `recordSecrets`. */
export function recordFunctions(config: unknown, functions: ReadonlySet<unknown>): unknown {
  // A config may contain itself.
  const copies = new Map<object, unknown>();
  return functions.size === 0 ? config : copy(config);

  function copy(value: unknown): unknown {
    if (functions.has(value)) return recordSecrets(value as () => unknown);
    if (typeof value !== 'object' || value === null || !(Array.isArray(value) || isPlainObject(value))) return value;
    if (copies.has(value)) return copies.get(value);
    copies.set(value, value);
    const entries = Object.entries(value).map(([key, inner]) => [key, copy(inner)] as const);
    if (entries.every(([key, inner]) => inner === (value as Record<string, unknown>)[key])) return value;
    const copied = Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
    copies.set(value, copied);
    return copied;
  }
}
