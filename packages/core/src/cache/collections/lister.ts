import { forPrompt } from '../../errors/from-thrown.ts';
import { PromptError } from '../../errors/prompt-error.ts';
import { sourceIdentity } from '../../identity/source-key.ts';
import type { ListedPrompt } from '../../provider/provider.ts';
import { recordFailure, settleWithError, settleWithTemplate } from '../apply-template.ts';
import type { Catalogue } from '../catalogue.ts';
import type { CacheContext } from '../context.ts';
import { requestFacts } from '../describe.ts';
import { invalidate } from '../invalidate.ts';
import type { CachedPrompt, Collection, MemberLoads } from '../model.ts';
import { withLoadTimeout } from '../with-load-timeout.ts';
import { findFreeName, toMemberName } from './member-names.ts';

/** Keeps the members of collections up to date. */
export interface Lister {
  /** Lists a collection and loads what changed. Resolves, never rejects, when every member has its result. */
  list(collection: Collection): Promise<void>;
  /** Lists the source itself. Never rejects. */
  fetchListing(collection: Collection): Promise<MemberLoads>;
  /** Applies what the collection's source returned at `collection.fetchedAt`. */
  applyListing(collection: Collection, listing: readonly ListedPrompt[]): Promise<MemberLoads>;
}

export function createLister(catalogue: Catalogue, context: CacheContext): Lister {
  const { prompts } = catalogue;

  async function list(collection: Collection): Promise<void> {
    const loads = await (context.persistence?.loadListing(collection) ?? fetchListing(collection));
    // The reader of one member waits for none of the others: only this function does.
    await Promise.all(loads);
    await requestFacts(
      Array.from(collection.prompts, ({ source }) => source),
      context,
    );
  }

  async function fetchListing(collection: Collection): Promise<MemberLoads> {
    const {
      address: { provider, config },
      listing: previousList,
    } = collection;
    try {
      const listing = await withLoadTimeout(provider, context, async (loadContext) =>
        provider.list?.(config, { ...loadContext, previousList }),
      );
      if (listing.some((item) => typeof item?.name !== 'string')) {
        throw new PromptError(
          'UNAVAILABLE',
          "the provider listed a member without a name: report this to the provider's author",
        );
      }
      collection.fetchedAt = context.toEpochMs();
      const loads = await applyListing(collection, listing);
      collection.settle();
      return loads;
    } catch (thrown) {
      settleWithError(collection, thrown, context);
      return [];
    }
  }

  async function applyListing(collection: Collection, listing: readonly ListedPrompt[]): Promise<MemberLoads> {
    const { members, address, name } = collection;
    const keyed = listing.map(
      async (item) => [(await sourceIdentity(address.provider.name, item.config)).key, item] as const,
    );
    // Items with the same source are one member.
    const items = new Map(await Promise.all(keyed));
    // All in one turn of the event loop, so that the members are loaded in batches.
    const loads = Array.from(items, ([key, item]) => {
      const member = members.get(key) ?? add(collection, item, key, items);
      return update(member, item);
    });
    for (const [key, member] of members) {
      if (items.has(key)) continue;
      // It stays readable, as stale. Reported once.
      if (member.slot.error?.code !== 'NOT_FOUND') {
        const message = `no longer listed in the collection '${name}'; its last text is served as stale`;
        recordFailure(member, new PromptError('NOT_FOUND', message), context);
      }
      if (!member.slot.mayServeIfError()) catalogue.remove(member);
    }
    collection.setListing(listing);
    return loads;
  }

  function update(
    { source, collection }: CachedPrompt,
    { template, version }: ListedPrompt,
  ): Promise<void> | undefined {
    const known = source.template;
    const isUnchanged = version !== undefined && known?.version === version;
    const current = template ?? (isUnchanged ? known : undefined);
    if (current) {
      if (!source.begin(true)) return source.inFlight;
      return settleWithTemplate(source, current, context, collection?.fetchedAt);
    }
    if (!known) return source.fetch();
    return invalidate([source], { isChangeKnown: version !== undefined, force: true }, context.closed);
  }

  function add(
    collection: Collection,
    item: ListedPrompt,
    key: string,
    items: ReadonlyMap<string, ListedPrompt>,
  ): CachedPrompt {
    const { entry, address, prefix } = collection;
    const wanted = prefix + toMemberName(item.name);
    // A member that was deleted and created again keeps its name, and its last text is served until the new one is loaded.
    const previous = prompts.get(wanted);
    const isReplaced = previous?.collection === collection && !items.has(previous.source.address.key);
    const replaced = isReplaced ? previous : undefined;
    if (replaced) {
      catalogue.remove(replaced);
      replaced.slot.expire();
    }
    const name = findFreeName(wanted, (candidate) => prompts.has(candidate));
    if (name !== wanted) {
      const message = `two members have the name '${wanted}', so the newer one is named '${name}': rename one of them at the source`;
      const error = forPrompt(new PromptError('CONFIG_INVALID', message), collection);
      context.events.emit('error', { name: collection.name, error });
    }
    return catalogue.add({
      name,
      entry,
      address: { ...address, config: item.config, key },
      fallback: collection.fallbackFor(name),
      collection,
      slot: replaced?.slot,
    });
  }

  return { list, fetchListing, applyListing };
}
