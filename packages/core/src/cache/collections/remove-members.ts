import { PromptError } from '../../errors/prompt-error.ts';
import type { Catalogue } from '../catalogue.ts';
import type { CacheContext } from '../context.ts';
import type { Collection } from '../model.ts';
import { recordFailure } from '../record-failure.ts';

/** How long a removed member stays readable after its last read. */
const keepRemovedMs = 86_400_000;

/** How many removed members a collection keeps. */
const maxRemoved = 1000;

/**
 * Marks members that a listing no longer holds. They are never fetched again, and stay readable as stale until nobody has read
 * them for a day, `staleIfError` is over, or too many newer ones were removed.
 * @param listed The members of the listing, by name.
 */
export function removeMembers(
  collection: Collection,
  listed: ReadonlyMap<string, unknown>,
  catalogue: Catalogue,
  context: CacheContext,
): void {
  const { members, removed, name: collectionName } = collection;
  const now = context.clock.now();
  for (const [name, member] of members) {
    if (listed.has(name) || removed.has(name)) continue;
    removed.set(name, now);
    catalogue.detach(member);
    const message = `it is no longer listed in the collection '${collectionName}': its last text is served as stale`;
    member.slot.expire();
    recordFailure(member, new PromptError('NOT_FOUND', message), context);
  }
  let surplus = removed.size - maxRemoved;
  for (const [name, readAt] of removed) {
    const member = members.get(name);
    if (!member || listed.has(name)) continue;
    if (surplus > 0 || now - readAt >= keepRemovedMs || !member.slot.mayServeIfError()) catalogue.remove(member);
    surplus -= 1;
  }
}
