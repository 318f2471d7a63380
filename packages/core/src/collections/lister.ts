import type { CachedPrompt } from '../cache/cached-prompt.ts';
import type { Catalogue } from '../cache/catalogue.ts';
import type { CacheContext } from '../cache/context.ts';
import { describeLater } from '../cache/describe.ts';
import { withinLoadTimeout } from '../cache/load-timeout.ts';
import type { Loader } from '../cache/loader.ts';
import { reject, settleLoaded } from '../cache/outcomes.ts';
import { forPrompt, fromThrown } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import { sourceIdentity } from '../identity/source-key.ts';
import type { ListedPrompt } from '../provider/provider.ts';
import type { Collection } from './collection.ts';
import { freeName, memberName } from './member-names.ts';

/** Asks what collections hold, and brings their members up to date with it. */
export interface Lister {
  /**
   * Starts a listing, or joins the one under way.
   * @returns when the members that changed are loaded; undefined while the source may not be asked.
   */
  list(collection: Collection, force?: boolean): Promise<void> | undefined;
  /** Lists anew, even if a listing is under way. */
  relist(collection: Collection): Promise<void>;
}

export function createLister(catalogue: Catalogue, loader: Loader, context: CacheContext): Lister {
  const { events, logger, closed } = context;
  const { prompts } = catalogue;

  async function ask(collection: Collection): Promise<void> {
    const { flight, listing: previousList, name } = collection;
    const { provider, config } = collection.parts.address;
    try {
      const listed = await withinLoadTimeout(provider, context, async (signal) =>
        provider.list?.(config, { signal, logger, ...(previousList && { previousList }) }),
      );
      if (!Array.isArray(listed)) throw new PromptError('UNAVAILABLE', 'the provider gave no list');
      if (listed.some((item) => typeof item?.name !== 'string')) {
        throw new PromptError('UNAVAILABLE', 'the provider gave a list with items that have no name');
      }
      await update(collection, listed);
      flight.succeed();
    } catch (thrown) {
      const error = forPrompt(fromThrown(thrown, { provider: provider.name, config }), name, provider.name);
      flight.fail(error);
      if (closed.aborted) return;
      events.emit('error', { name, error });
      for (const member of collection.members.values()) reject(member, error, context);
    }
  }

  async function update(collection: Collection, listed: readonly ListedPrompt[]): Promise<void> {
    const { members, parts } = collection;
    const keyed = listed.map(
      async (item) => [(await sourceIdentity(parts.address.provider.name, item.config)).key, item] as const,
    );
    // Items that lead to one text are one.
    const items = new Map(await Promise.all(keyed));
    // Started in one turn, so that the loads go out together.
    const loads = Array.from(items, ([key, item]) => {
      const member = members.get(key) ?? add(collection, item, { key, listed: items });
      return bringUpToDate(member, item);
    });
    for (const [key, member] of members) {
      if (items.has(key)) continue;
      announceRemoval(member, collection);
      if (member.slot.mayServeStaleInNeed()) continue;
      members.delete(key);
      catalogue.remove(member);
    }
    collection.keep(listed);
    await Promise.all(loads);
    void describeLater(
      Array.from(members.values(), ({ source }) => source),
      context,
    );
  }

  function bringUpToDate({ source }: CachedPrompt, { template, version }: ListedPrompt): Promise<void> | undefined {
    const known = source.template;
    const given = template ?? (version !== undefined && known?.version === version ? known : undefined);
    if (!given) return loader.load(source, { force: Boolean(known), changed: version !== undefined });
    return source.flight.takeOff(true) ? settleLoaded(source, given, context) : source.flight.running;
  }

  function add(
    collection: Collection,
    item: ListedPrompt,
    { key, listed }: { readonly key: string; readonly listed: ReadonlyMap<string, ListedPrompt> },
  ): CachedPrompt {
    const { parts, prefix, members } = collection;
    const wanted = prefix + memberName(item.name);
    // One that was deleted and made anew keeps its name, and is served as it was until its text is there.
    const gone = prompts.get(wanted);
    const goneKey = gone?.source.address.key ?? '';
    const slot = gone && members.get(goneKey) === gone && !listed.has(goneKey) ? gone.slot : undefined;
    if (gone && slot) {
      members.delete(goneKey);
      catalogue.remove(gone);
      slot.expire();
    }
    const name = freeName(wanted, (candidate) => prompts.has(candidate));
    if (name !== wanted) {
      const message = `two items are called '${wanted}'; the newer one is '${name}': rename one`;
      const error = forPrompt(new PromptError('CONFIG_INVALID', message), collection.name, parts.entry.provider);
      events.emit('error', { name: collection.name, error });
    }
    const member = catalogue.add({
      name,
      entry: parts.entry,
      limits: parts.limits,
      address: { ...parts.address, config: item.config, key },
      fallback: parts.fallbackFor(name),
      collection,
      ...(slot && { slot }),
    });
    members.set(key, member);
    return member;
  }

  /** A member that its source no longer lists stays readable, as stale. Said once. */
  function announceRemoval(member: CachedPrompt, { name }: Collection): void {
    if (member.slot.error?.code === 'NOT_FOUND') return;
    const message = `it is no longer in the collection '${name}'; its last text is still served`;
    reject(member, new PromptError('NOT_FOUND', message), context);
  }

  const lister: Lister = {
    list(collection, force = false) {
      if (collection.flight.takeOff(force)) void ask(collection);
      return collection.flight.running;
    },
    async relist(collection) {
      await collection.flight.running;
      await lister.list(collection, true);
    },
  };
  return lister;
}
