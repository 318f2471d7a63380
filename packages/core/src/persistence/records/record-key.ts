import type { Collection, Source } from '../../cache/model.ts';
import { canonicalJson } from '../../identity/canonical.ts';
import { sha256 } from '../../identity/sha256.ts';

/**
 * Computes the key of a source's record, which is the same in every process and after a restart. If the config contains a
 * function or another live object, such as a function that returns a token, the key covers the entry's name instead: entries
 * whose tokens can't be compared must not be served each other's texts. The key is a hash and contains no secret.
 */
export function recordKey(fetchable: Source | Collection): Promise<string> {
  const { provider, config } = fetchable.address;
  return recordKeyOf(provider.name, config, entryNameOf(fetchable));
}

export function recordKeyOf(provider: string, config: unknown, entryName: string | undefined): Promise<string> {
  return sha256(canonicalJson([provider, config], () => entryName));
}

function entryNameOf(fetchable: Source | Collection): string | undefined {
  if ('entry' in fetchable) return fetchable.name;
  const [prompt] = fetchable.prompts;
  return (prompt?.collection ?? prompt)?.name;
}
