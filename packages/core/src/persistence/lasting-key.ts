import type { Source } from '../cache/source.ts';
import type { Collection } from '../collections/collection.ts';
import { canonicalJson } from '../identity/canonical.ts';
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
export function lastingKeyOf(provider: string, config: unknown, name: string | undefined): Promise<string> {
  return sha256(canonicalJson([provider, config], () => name));
}

function nameOf(asked: Source | Collection): string | undefined {
  if ('entry' in asked) return asked.name;
  const [prompt] = asked.prompts;
  return (prompt?.collection ?? prompt)?.name;
}
