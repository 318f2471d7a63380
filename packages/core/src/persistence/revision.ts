import { type CachedPrompt, type Collection, Source } from '../cache/model.ts';
import { canonicalJson } from '../identity/canonical.ts';

/** Returns any prompt of a source; undefined once the last one was removed. */
export function firstPrompt({ prompts }: Source): CachedPrompt | undefined {
  const [first] = prompts;
  return first;
}

/** Identifies what a source returned last: it changes exactly when that changes. Undefined before the first response. */
export function revisionOf(fetchable: Source | Collection): string | undefined {
  // What hooks make of a text may have another version.
  if (fetchable instanceof Source) return fetchable.template?.version ?? firstPrompt(fetchable)?.slot.prompt?.version;
  return fetchable.listing && canonicalJson(fetchable.listing.map(({ template: _, ...item }) => item));
}
