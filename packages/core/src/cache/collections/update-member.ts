import { ageOf } from '../age-of.ts';
import type { Catalogue } from '../catalogue.ts';
import type { CacheContext } from '../context.ts';
import { invalidate } from '../invalidate.ts';
import type { CachedPrompt, Collection, ListedVersion } from '../model.ts';
import { settleWithTemplate } from '../settle.ts';
import type { ListedMember } from './member-names.ts';

/** A listed item under its name. */
interface ListedName extends ListedMember {
  readonly name: string;
  readonly collection: Collection;
  /** Whether its config may be used to call the source. */
  readonly isTrusted: boolean;
  /** Whether the listing comes from a snapshot or an old record: its texts are stale, whatever their age. */
  readonly isStale: boolean;
  /** When its text was requested, in epoch ms. Default: when the listing was. */
  readonly fetchedAt?: number | undefined;
}

/** Adds a member to its collection, or updates it. @returns Its load; undefined if it must not be fetched now. */
export function updateMember(
  listed: ListedName,
  catalogue: Catalogue,
  context: CacheContext,
): Promise<unknown> | undefined {
  const { collection, item, isTrusted, isStale } = listed;
  // By the time that the text is applied, the collection may have been listed again.
  const { begunAt } = collection;
  const { fetchedAt = collection.fetchedAt } = listed;
  const { clock, toEpochMs } = context;
  const now = clock.now();
  const { source, slot } = findMember(listed, catalogue);
  const { template, version } = item;
  const known = source.template;
  const lastListed =
    source.listed ?? (known?.version === undefined ? undefined : { content: known.content, version: known.version });
  // If another text has arrived since then, it does not belong to that version.
  const isCurrent = version !== undefined && known !== undefined && lastListed?.content === known.content;
  const isUnchanged = isCurrent && (lastListed?.version === version || isWaiting());
  const current = template ?? (isUnchanged ? known : undefined);
  if (current) return applyListed(current);
  if (!isTrusted) return undefined;
  return load();

  /** Whether the last attempt to load the new version returned the old text, and the next attempt must wait. */
  function isWaiting(): boolean {
    const unread = lastListed?.unread;
    return unread?.version === version && now < (unread?.retryAt ?? 0) && !collection.bypassesStore;
  }

  async function load(): Promise<void> {
    // Other processes may load the members in the same millisecond in which they are listed.
    const saidAt = now - (toEpochMs() - fetchedAt) - 1;
    // If the listing came from a refresh, its members are loaded from the source itself, too.
    const { bypassesStore: bypassStore } = collection;
    // An earlier listing may have begun the first load, but after the refresh was called.
    const mayWait = source.inFlight && !source.inFlightBefore(collection.invalidatedAt, !!context.persistence);
    // A text from a snapshot or a store may belong to this version: the source says whether it has changed.
    const isChangeKnown = version !== undefined && (!known || source.listed !== undefined);
    await (known || (bypassStore && !mayWait)
      ? invalidate([source], { isChangeKnown, saidAt, bypassStore, force: true }, context)
      : source.fetch(true));
    const content = source.template?.content;
    // A text from the store may be older than the listing.
    if (version === undefined || content === undefined || source.error || source.fetchedAt < fetchedAt) return;
    source.listed = readVersion(lastListed, { version, content }, now);
  }

  /** The load in flight may have begun before the listing: the listing's text follows it. */
  async function applyListed(text: NonNullable<typeof current>): Promise<void> {
    await source.inFlight;
    const { template: latest } = source;
    // A listing without texts confirms the text that was known when it arrived.
    const isReplaced = latest && (fetchedAt < source.fetchedAt || (!template && latest !== known));
    if (isReplaced && slot.prompt) return;
    const newest = isReplaced ? latest : text;
    const newestAt = isReplaced ? source.fetchedAt : fetchedAt;
    if (newestAt < toEpochMs(source.announcedAt) || !source.begin(true, begunAt)) return source.fetch(true);
    if (template && version !== undefined && !isStale) source.listed = { version, content: template.content };
    const ageMs = ageOf({ fetchedAt: newestAt }, context);
    await settleWithTemplate({ source, template: newest, fetchedAt: newestAt, ageMs, isStale }, context);
  }
}

/**
 * Records a text that was loaded for a version in a listing. An index may be deployed before its files, so the text counts as
 * that of the new version only once it differs from the text of the version before. Until then it is requested again, each time
 * after twice as long: sources also change versions without changing the text.
 */
function readVersion(last: ListedVersion | undefined, read: ListedVersion, now: number): ListedVersion {
  const { version, content } = read;
  if (last?.content !== content) return read;
  const since = last.unread?.version === version ? last.unread.since : now;
  return { ...last, unread: { version, since, retryAt: 2 * now - since } };
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
