/** Fonts of fixed width that Google Docs offers, and those that come with pasted code. Most others have "Mono" in their name. */
const fixedWidth = /\bmono\b|\bcode\b|courier|consolas|inconsolata|menlo|monaco|cousine|vt323|lucida console|andale/i;

/** Whether a text is code: Google Docs has no other mark for it. */
export function isCodeFont(family: string | null | undefined): boolean {
  return family !== null && family !== undefined && fixedWidth.test(family);
}
