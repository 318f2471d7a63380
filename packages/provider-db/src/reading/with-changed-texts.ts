import { type ListedPrompt, PromptError } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { loadMany } from './load-many.ts';
import type { Read } from './reader.ts';
import { hasOtherState } from './version-state.ts';

type Listing = readonly ListedPrompt<ParsedConfig>[];

/** Adds the texts of members that changed though their versions are the same. Core does not load these itself. */
export async function withChangedTexts(listing: Listing, previousList: Listing, read: Read): Promise<Listing> {
  const previous = new Map(previousList.map((member) => [member.name, member]));
  const affected = listing.filter((member) => {
    const before = previous.get(member.name);
    return before && before.version === member.version && hasOtherState(before, member);
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
