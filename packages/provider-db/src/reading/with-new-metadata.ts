import { type ListedPrompt, PromptError } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { deprecationOf } from './deprecation.ts';
import { loadMany } from './load-many.ts';
import type { Read } from './reader.ts';

type Listing = readonly ListedPrompt<ParsedConfig>[];

/** Adds the texts of members that were deprecated, or no longer are. Core does not load members with the same version itself. */
export async function withNewMetadata(listing: Listing, previousList: Listing, read: Read): Promise<Listing> {
  const previous = new Map(previousList.map((member) => [member.name, member]));
  const affected = listing.filter((member) => {
    const before = previous.get(member.name);
    return before && before.version === member.version && deprecationOf(before) !== deprecationOf(member);
  });
  if (affected.length === 0) return listing;
  const templates = await loadMany(
    affected.map(({ config }) => config),
    read,
  );
  for (const [index, template] of templates.entries()) {
    // Loading the member reports what is wrong with its row.
    if (!PromptError.isInstance(template)) Object.assign(affected[index] as object, { template });
  }
  return listing;
}
