import type { Catalogue } from '../catalogue.ts';
import type { CacheContext } from '../context.ts';
import { invalidate } from '../invalidate.ts';
import type { CachedPrompt, Collection } from '../model.ts';
import { settleWithTemplate } from '../settle.ts';
import type { ListedMember } from './member-names.ts';

/** A listed item under its name. */
interface ListedName extends ListedMember {
  readonly name: string;
  readonly collection: Collection;
  /** Whether its config may be used to call the source. */
  readonly isTrusted: boolean;
  /** Whether the listing was kept from an earlier time: its texts are stale, whatever their age. */
  readonly isStale: boolean;
}

/** Adds a member to its collection, or brings it up to date. @returns Its load; undefined if it must not be fetched now. */
export function updateMember(
  listed: ListedName,
  catalogue: Catalogue,
  context: CacheContext,
): Promise<unknown> | undefined {
  const { collection, item, isTrusted, isStale } = listed;
  // By the time that the text is applied, the collection may have been listed again.
  const { fetchedAt, begunAt } = collection;
  const { source } = findMember(listed, catalogue);
  const { template, version } = item;
  const known = source.template;
  const lastListed = source.listed ?? (known?.version === undefined ? undefined : { ...known, version: known.version });
  const isUnchanged = version !== undefined && lastListed?.version === version;
  const current = template ?? (isUnchanged ? known : undefined);
  if (current) return applyListed(current);
  if (!isTrusted) return undefined;
  return load();

  async function load(): Promise<void> {
    await (known
      ? invalidate([source], { isChangeKnown: version !== undefined, force: true }, context)
      : source.fetch(true));
    const content = source.template?.content;
    if (version === undefined || content === undefined || source.error) return;
    // A listing may be newer than the text: its version counts once the text differs from the one under the version before.
    source.listed = lastListed?.content === content ? lastListed : { version, content };
  }

  /** The load in flight may have begun before the listing: the listing's text follows it. */
  async function applyListed(text: NonNullable<typeof current>): Promise<void> {
    await source.inFlight;
    const mustBeSince = Math.max(source.fetchedAt, context.toEpochMs(source.announcedAt));
    if (fetchedAt < mustBeSince || !source.begin(true, begunAt)) return;
    const ageMs = Math.abs(context.toEpochMs() - fetchedAt);
    await settleWithTemplate({ source, template: text, fetchedAt, ageMs, isStale }, context);
  }
}

/** Returns the member of this name. A name whose config leads elsewhere keeps its last text, as stale, until the new one is loaded. */
function findMember({ name, collection, address, isTrusted }: ListedName, catalogue: Catalogue): CachedPrompt {
  const member = catalogue.prompts.get(name);
  const key = isTrusted ? address.key : `untrusted ${address.key}`;
  if (member?.source.address.key === key && !collection.removed.has(name)) return member;
  if (member) {
    catalogue.remove(member);
    member.slot.expire();
  }
  const added = catalogue.add({
    name,
    entry: collection.entry,
    address: { ...address, key, isUntrusted: !isTrusted },
    collection,
    slot: member?.slot,
  });
  // The same text, now from a listing that may be trusted: what is known of it still holds.
  if (member?.source.address.key === `untrusted ${key}`) added.source.template ??= member.source.template;
  return added;
}
