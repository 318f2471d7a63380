/** Everything that a member's name must not contain. */
const forbidden = /[^\p{L}\p{N}_./-]/gu;

/**
 * Converts a listed name to the one that apps use: NFC, spaces as `-`, other characters dropped. A name of which nothing is
 * left becomes `unnamed`. Case is kept: providers of files keep theirs, and a provider of titles lower-cases them itself.
 */
export function toMemberName(listed: string): string {
  return listed.normalize('NFC').trim().replace(/\s+/g, '-').replace(forbidden, '') || 'unnamed';
}

/** Returns the first of `name`, `name-2`, `name-3`, … that is free. */
export function findFreeName(name: string, isTaken: (name: string) => boolean): string {
  let candidate = name;
  for (let number = 2; isTaken(candidate); number += 1) candidate = `${name}-${number}`;
  return candidate;
}
