/** Everything a member's name may not hold. */
const dropped = /[^\p{L}\p{N}_./-]/gu;

/**
 * A member's name as its app writes it: NFC, spaces as `-`, other signs dropped. A name of which nothing is left becomes
 * `unnamed`. Case stays: files keep theirs, and a provider whose names are titles lower-cases them.
 */
export function memberName(listed: string): string {
  return listed.normalize('NFC').trim().replace(/\s+/g, '-').replace(dropped, '') || 'unnamed';
}

/** The first of `name`, `name-2`, `name-3`, … that is free. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  for (let number = 2; isTaken(free); number += 1) free = `${name}-${number}`;
  return free;
}
