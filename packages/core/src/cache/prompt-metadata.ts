import { canonicalJson } from '../identity/canonical.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { PromptFacts } from '../provider/provider.ts';
import type { Source } from './model.ts';

/** Merges the entry's metadata over the source's. `version: 'auto'` becomes the version in `facts`, or the source's version id. */
export function mergeMetadata(
  { metadata, version }: { readonly metadata: Readonly<Record<string, unknown>>; readonly version: string },
  ofEntry: Readonly<Record<string, unknown>>,
  facts?: PromptFacts,
): Record<string, unknown> {
  if (ofEntry.version !== 'auto') return { ...metadata, ...ofEntry };
  // Front matter is part of the metadata: it wins over facts.
  return { ...facts?.metadata, ...metadata, ...ofEntry, version: facts?.version ?? version };
}

/** Returns the facts that are known about exactly this text. */
export function knownFacts({ factsRequest }: Source, template: PromptTemplate): PromptFacts | undefined {
  return isSameText(factsRequest?.template, template) ? factsRequest?.facts : undefined;
}

export function isSameText(one: PromptTemplate | undefined, other: PromptTemplate | undefined): boolean {
  return one?.version === other?.version && one?.content === other?.content;
}

/** Whether two templates have the same text and the same metadata: a source may change these without a new version. */
export function isSameTemplate(one: PromptTemplate | undefined, other: PromptTemplate | undefined): boolean {
  if (one === other) return true;
  const isSameMetadata = () => canonicalJson(one?.metadata ?? {}) === canonicalJson(other?.metadata ?? {});
  // One that is missing has no text, not even an empty one.
  return one !== undefined && other !== undefined && isSameText(one, other) && isSameMetadata();
}
