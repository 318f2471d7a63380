import type { Source } from '../cache/source.ts';
import type { Collection } from '../collections/collection.ts';
import { isPlainObject } from '../identity/plain.ts';
import { sha256 } from '../identity/sha256.ts';

/**
 * A source's key that is the same in every process and after a restart. Where a config holds a function or another live
 * object, such as a token that is asked for, it covers the entry's name instead: two entries whose tokens can't be told
 * apart must not be served each other's texts. A hash: no secret is in it.
 */
export function lastingKey(asked: Source | Collection): Promise<string> {
  const { provider, config } = asked.address;
  return lastingKeyOf(provider.name, config, nameOf(asked));
}

/** @param name Of the entry. */
export async function lastingKeyOf(provider: string, config: unknown, name: string | undefined): Promise<string> {
  let isAlive = false;
  const json = JSON.stringify(config, function (this: Record<string, unknown>, key) {
    // Not what `toJSON` made of it: a secret hides itself there.
    const value = this[key];
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'function' && (typeof value !== 'object' || value === null || Array.isArray(value)))
      return value;
    if (value instanceof URL || value instanceof Date) return value.toJSON();
    if (typeof value !== 'function' && isPlainObject(value)) {
      return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
    }
    isAlive = true;
    return null;
  });
  return sha256(JSON.stringify([provider, json, isAlive ? name : null]));
}

function nameOf(asked: Source | Collection): string | undefined {
  if ('entry' in asked) return asked.name;
  const [prompt] = asked.prompts;
  return (prompt?.collection ?? prompt)?.name;
}
