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
  /** Whether the listing was kept from an earlier time: its texts are stale, whatever their age. */
  readonly isStale: boolean;
  /** When its text was requested, in epoch ms, if that was not together with the listing. */
  readonly fetchedAt?: number | undefined;
}

/** Adds a member to its collection, or brings it up to date. @returns Its load; undefined if it must not be fetched now. */
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
  // A text that arrived in another way since then was not read under that version.
  const isCurrent = version !== undefined && known !== undefined && lastListed?.content === known.content;
  const isUnchanged = isCurrent && (lastListed?.version === version || isWaiting());
  const current = template ?? (isUnchanged ? known : undefined);
  if (current) return applyListed(current);
  if (!isTrusted) return undefined;
  return load();

  /** Whether the text of a new version had not arrived lately, and is not due to be requested again. */
  function isWaiting(): boolean {
    const unread = lastListed?.unread;
    return unread?.version === version && now < (unread?.retryAt ?? 0) && !collection.bypassesStore;
  }

  async function load(): Promise<void> {
    // Other processes load the members in the millisecond in which they are listed.
    const saidAt = now - (toEpochMs() - fetchedAt) - 1;
    // What a refresh lists is read from the source itself, too.
    const { bypassesStore: bypassStore } = collection;
    await (known || bypassStore
      ? invalidate([source], { isChangeKnown: version !== undefined, saidAt, bypassStore, force: true }, context)
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
    // A listing without texts confirms the one that was known when it arrived.
    const isReplaced = latest && (fetchedAt < source.fetchedAt || (!template && latest !== known));
    if (isReplaced && slot.prompt) return;
    const newest = isReplaced ? latest : text;
    const newestAt = isReplaced ? source.fetchedAt : fetchedAt;
    if (newestAt < toEpochMs(source.announcedAt) || !source.begin(true, begunAt)) return source.fetch(true);
    const ageMs = Math.abs(toEpochMs() - newestAt);
    await settleWithTemplate({ source, template: newest, fetchedAt: newestAt, ageMs, isStale }, context);
  }
}

/**
 * Records a text that was loaded after a listing gave a version. An index may be deployed before its files: a version counts as
 * read once the text differs from the one under the version before. Until then it is requested again, each time after twice as
 * long: sources also raise versions without changing a text.
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
