/**
 * Returns the name for a member of a collection that has a title instead of a file name: the title in NFC and in lower case, with `-`
 * for spaces, and without characters that a name must not contain. Empty if nothing is left: core then names the member by its hash.
 */
export function memberName(title: string): string {
  return title
    .normalize('NFC')
    .toLowerCase()
    .trim()
    .replace(/\s+/g, '-')
    .replace(/[^\p{L}\p{M}\p{N}_./-]/gu, '');
}
