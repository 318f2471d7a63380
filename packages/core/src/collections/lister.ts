import type { CachedPrompt } from '../cache/cached-prompt.ts';
import type { Catalogue } from '../cache/catalogue.ts';
import type { CacheContext } from '../cache/context.ts';
import { describeLater } from '../cache/describe.ts';
import { withinLoadTimeout } from '../cache/load-timeout.ts';
import { reject, settleFailed, settleLoaded } from '../cache/outcomes.ts';
import { forPrompt } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import { sourceIdentity } from '../identity/source-key.ts';
import type { ListedPrompt } from '../provider/provider.ts';
import type { Collection } from './collection.ts';
import { freeName, memberName } from './member-names.ts';

/** The loads of those members of a collection that changed. */
export type MemberLoads = readonly (Promise<void> | undefined)[];

/** Brings the members of collections up to date. */
export interface Lister {
  /** Has it done with what a collection holds by now. Resolves, never rejects, when all of it has its outcome. */
  list(collection: Collection): Promise<void>;
  /** Asks the source itself. Never rejects. */
  ask(collection: Collection): Promise<MemberLoads>;
  /** @param listed What the collection's source said at its `fetchedAt`. */
  update(collection: Collection, listed: readonly ListedPrompt[]): Promise<MemberLoads>;
}

export function createLister(catalogue: Catalogue, context: CacheContext): Lister {
  const { prompts } = catalogue;

  async function list(collection: Collection): Promise<void> {
    const loads = await (context.tiers?.loadListing(collection) ?? ask(collection));
    // Who reads one member waits for none of the others.
    await Promise.all(loads);
    await describeLater(
      Array.from(collection.prompts, ({ source }) => source),
      context,
    );
  }

  async function ask(collection: Collection): Promise<MemberLoads> {
    const {
      address: { provider, config },
      listing: previousList,
    } = collection;
    try {
      const listed = await withinLoadTimeout(provider, context, async (load) =>
        provider.list?.(config, { ...load, previousList }),
      );
      if (listed.some((item) => typeof item?.name !== 'string')) {
        throw new PromptError('UNAVAILABLE', 'the provider gave items without names');
      }
      collection.fetchedAt = context.epochOf();
      const loads = await update(collection, listed);
      collection.land();
      return loads;
    } catch (thrown) {
      settleFailed(collection, thrown, context);
      return [];
    }
  }

  async function update(collection: Collection, listed: readonly ListedPrompt[]) {
    const { members, address, name } = collection;
    const keyed = listed.map(
      async (item) => [(await sourceIdentity(address.provider.name, item.config)).key, item] as const,
    );
    // Items that lead to one text are one.
    const items = new Map(await Promise.all(keyed));
    // Started in one turn, so that the loads go out together.
    const loads = Array.from(items, ([key, item]) => {
      const member = members.get(key) ?? add(collection, item, key, items);
      return bringUpToDate(member, item);
    });
    for (const [key, member] of members) {
      if (items.has(key)) continue;
      // It stays readable, as stale. Said once.
      if (member.slot.error?.code !== 'NOT_FOUND') {
        const message = `it is no longer in the collection '${name}'; it is served as stale`;
        reject(member, new PromptError('NOT_FOUND', message), context);
      }
      if (!member.slot.mayServeStale(true)) catalogue.remove(member);
    }
    collection.keep(listed);
    return loads;
  }

  function bringUpToDate(
    { source, collection }: CachedPrompt,
    { template, version }: ListedPrompt,
  ): Promise<void> | undefined {
    const known = source.template;
    const given = template ?? (version !== undefined && known?.version === version ? known : undefined);
    if (given)
      return source.takeOff(true) ? settleLoaded(source, given, context, collection?.fetchedAt) : source.running;
    if (version !== undefined) source.isKnownToDiffer = true;
    return source.ask(known !== undefined);
  }

  function add(
    collection: Collection,
    item: ListedPrompt,
    key: string,
    listed: ReadonlyMap<string, ListedPrompt>,
  ): CachedPrompt {
    const { entry, address, prefix } = collection;
    const wanted = prefix + memberName(item.name);
    // One that was deleted and made anew keeps its name, and is served as it was until its text is there.
    const gone = prompts.get(wanted);
    const replaced = gone?.collection === collection && !listed.has(gone.source.address.key) ? gone : undefined;
    if (replaced) {
      catalogue.remove(replaced);
      replaced.slot.expire();
    }
    const name = freeName(wanted, (candidate) => prompts.has(candidate));
    if (name !== wanted) {
      const message = `two items are called '${wanted}'; the newer one is '${name}': rename one`;
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

  return { list, ask, update };
}
