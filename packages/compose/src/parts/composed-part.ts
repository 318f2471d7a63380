/** A prompt whose text is in another one. `metadata.parts` lists those of a composed prompt, in the order of their first use. */
export interface ComposedPart {
  readonly name: string;
  readonly version: string;
  /** SHA-256 in hex of the text that was used. For the base of a layer, this is the text with its blocks. */
  readonly hash: string;
  /** Where a person can open it. */
  readonly uri?: string | undefined;
}

/** Returns the parts of a prompt, its parts' parts included. Empty for a prompt without includes. */
export function partsOf(metadata: Readonly<Record<string, unknown>>): readonly ComposedPart[] {
  const { parts } = metadata;
  return Array.isArray(parts) ? parts.filter(isPart) : [];
}

/** The metadata of an entry may contain anything under this name. */
function isPart(value: unknown): value is ComposedPart {
  return typeof (value as Partial<ComposedPart> | null)?.name === 'string';
}
