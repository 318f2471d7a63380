import type { Catalogue } from './catalogue.ts';
import type { CatalogueItem } from './model.ts';

/**
 * Finds what a refresh of a name fetches: the prompt, or its collection if the prompt itself must not be fetched or is not known.
 * @throws `PROMPT_UNKNOWN` for a name that no entry covers.
 */
export function findRefreshable(name: string, catalogue: Catalogue): CatalogueItem {
  const cached = catalogue.prompts.get(name);
  if (!cached) return catalogue.collectionOf(name);
  const { collection, source } = cached;
  // A member that was removed, or whose config anybody may have written.
  const mustList = collection && (collection.removed.has(name) || source.address.isUntrusted);
  return mustList ? collection : cached;
}
