/**
 * Returns the name of a collection's member that has a title instead of a file name: NFC, in lower case, spaces as `-`, and
 * without what a name must not contain. Empty if nothing is left: core then names the member by its hash.
 */
export function memberName(title: string): string {
  return title
    .normalize('NFC')
    .toLowerCase()
    .trim()
    .replace(/\s+/g, '-')
    .replace(/[^\p{L}\p{M}\p{N}_./-]/gu, '');
}
