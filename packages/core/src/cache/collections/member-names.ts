import { canonicalJson } from '../../identity/canonical.ts';
import { sha256 } from '../../identity/sha256.ts';
import type { ListedPrompt } from '../../provider/provider.ts';
import type { SourceAddress } from '../../provider/source-address.ts';

/** A listed item with the address of its text. */
export interface ListedMember {
  readonly item: ListedPrompt;
  readonly address: SourceAddress;
}

export interface NamedMembers {
  readonly members: ReadonlyMap<string, ListedMember>;
  /** Names that several items would have, with the names that they have instead. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>;
}

/** In hex digits. */
const minSuffixLength = 8;

/** Everything that a member's name must not contain. Letters keep their marks: हिन्दी. */
const forbidden = /[^\p{L}\p{M}\p{N}_./-]/gu;

/**
 * Names the members of a collection. The names depend only on the listing, never on earlier ones, so that all processes
 * agree. If several items would have the same name, none gets it: each gets its file extension if all have different ones,
 * otherwise `-` and the beginning of the hash of its source. An item of whose name nothing is left is named by that hash alone.
 * @param prefix What all names begin with: `reviews/`.
 * @param isTaken Whether a name belongs to another entry or collection. Its items are omitted.
 */
export async function nameMembers(
  listed: readonly ListedMember[],
  prefix: string,
  isTaken: (name: string) => boolean,
): Promise<NamedMembers> {
  const members = new Map<string, ListedMember>();
  const ambiguous = new Map<string, readonly string[]>();
  const byName = Map.groupBy(listed, ({ item }) => prefix + toMemberName(item.name));
  for (const [name, alike] of byName) {
    // The prefix alone is nobody's name.
    const isUnnamed = name === prefix;
    if (!isUnnamed && isTaken(name)) continue;
    // Items with the same source are one member.
    const distinct = [...new Map(alike.map((member) => [member.address.key, member])).values()];
    const [first] = distinct;
    if (distinct.length === 1 && first && !isUnnamed) {
      members.set(name, first);
      continue;
    }
    const append = (suffix: string) => name + (isUnnamed ? suffix.replace(/^-/, '') : suffix);
    const suffixes = await suffixesOf(distinct, (suffix) => byName.has(append(suffix)) || isTaken(append(suffix)));
    const names = suffixes.map(append);
    for (const [index, member] of distinct.entries()) members.set(names[index] as string, member);
    if (!isUnnamed) ambiguous.set(name, names);
  }
  return { members, ambiguous };
}

/** Converts a listed name to the one that apps use: NFC, spaces as `-`, other characters dropped. Case is kept. */
export function toMemberName(listed: string): string {
  return listed.normalize('NFC').trim().replace(/\s+/g, '-').replace(forbidden, '');
}

async function suffixesOf(
  members: readonly ListedMember[],
  isTaken: (suffix: string) => boolean,
): Promise<readonly string[]> {
  const extensions = members.map(({ item }) => item.extension ?? '');
  const areDistinct = extensions.every((extension) => /^\.[\p{L}\p{N}]+$/u.test(extension) && !isTaken(extension));
  if (areDistinct && new Set(extensions).size === members.length) return extensions;
  const hashes = await Promise.all(
    members.map(({ address }) => sha256(canonicalJson(address.identity.source, () => null))),
  );
  const suffixes = new Map<string, string[]>();
  for (const [start, alike] of Map.groupBy(hashes, (hash) => hash.slice(0, minSuffixLength)))
    suffixes.set(start, shorten(alike, isTaken));
  return hashes.map((hash) => suffixes.get(hash.slice(0, minSuffixLength))?.shift() as string);
}

/** Shortens hashes that begin with the same digits to the length at which they differ and are not taken. Equal ones get a number. */
function shorten(hashes: readonly string[], isTaken: (suffix: string) => boolean): string[] {
  for (let length = minSuffixLength; length <= (hashes[0]?.length ?? 0); length += 1) {
    const suffixes = hashes.map((hash) => `-${hash.slice(0, length)}`);
    if (new Set(suffixes).size === hashes.length && !suffixes.some(isTaken)) return suffixes;
  }
  return hashes.map((hash, index) => `-${hash}-${index + 1}`);
}
