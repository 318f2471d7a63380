/** The fixed-width fonts that Google Docs offers, and those of pasted code. Most others have "Mono" in their name. */
const fixedWidth = /\bmono\b|\bcode\b|courier|consolas|inconsolata|menlo|monaco|cousine|vt323|lucida console|andale/i;

/** Returns whether text in a font is code. Google Docs has no other mark for code. */
export function isCodeFont(family: string | null | undefined): boolean {
  return family !== null && family !== undefined && fixedWidth.test(family);
}
