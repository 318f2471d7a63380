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
export class Lister {
  readonly #catalogue: Catalogue;
  readonly #loader: Loader;
  readonly #context: CacheContext;

  constructor(catalogue: Catalogue, loader: Loader, context: CacheContext) {
    this.#catalogue = catalogue;
    this.#loader = loader;
    this.#context = context;
  }

  /**
   * Starts a listing, or joins the one under way.
   * @returns when the members that changed are loaded; undefined while the source may not be asked.
   */
  list(collection: Collection, force = false): Promise<void> | undefined {
    if (collection.flight.takeOff(force)) void this.#list(collection);
    return collection.flight.running;
  }

  /** Lists anew, even if a listing is under way. */
  async relist(collection: Collection): Promise<void> {
    await collection.flight.running;
    await this.list(collection, true);
  }

  async #list(collection: Collection): Promise<void> {
    const { flight, listing } = collection;
    const { provider, config } = collection.parts.address;
    const { logger } = this.#context;
    try {
      const listed = await withinLoadTimeout(provider, this.#context, async (signal) =>
        provider.list?.(config, { signal, logger, ...(listing !== undefined && { previousList: listing }) }),
      );
      if (!Array.isArray(listed)) throw new PromptError('UNAVAILABLE', 'the provider gave no list');
      await this.#update(collection, listed);
      flight.succeed();
    } catch (thrown) {
      const error = forPrompt(fromThrown(thrown, { provider: provider.name, config }), collection.name, provider.name);
      flight.fail(error);
      this.#announceFailure(collection, error);
    }
  }

  async #update(collection: Collection, listed: readonly ListedPrompt[]): Promise<void> {
    const { provider } = collection.parts.address;
    const keyed = listed.map(async (item) => [(await sourceIdentity(provider.name, item.config)).key, item] as const);
    // Items that lead to one text are one.
    const items = new Map(await Promise.all(keyed));
    // Started in one turn, so that the loads go out together.
    const loads = [...items].map(([key, item]) => {
      const member = collection.members.get(key) ?? this.#add(collection, item, key);
      return member && this.#bringUpToDate(member, item);
    });
    for (const [key, member] of collection.members) {
      if (!items.has(key)) this.#announceRemoval(member, collection);
    }
    collection.keep(listed);
    await Promise.all(loads);
    describeLater(
      Array.from(collection.members.values(), ({ source }) => source),
      this.#context,
    );
  }

  #bringUpToDate({ source }: CachedPrompt, { template, version }: ListedPrompt): Promise<void> | undefined {
    const known = source.template;
    const isUnchanged = known !== undefined && version !== undefined && known.version === version;
    const given = template ?? (isUnchanged ? known : undefined);
    if (given === undefined)
      return this.#loader.load(source, { force: known !== undefined, changed: version !== undefined });
    return source.flight.takeOff(true) ? settleLoaded(source, given, this.#context) : source.flight.running;
  }

  #add(collection: Collection, item: ListedPrompt, key: string): CachedPrompt | undefined {
    const { parts, prefix, members } = collection;
    const wanted = memberName(item.name);
    if (wanted === '') {
      this.#announce(collection, `an item whose name '${item.name}' holds no usable sign was left out: rename it`);
      return undefined;
    }
    const { prompts } = this.#catalogue;
    const name = freeName(prefix + wanted, (candidate) => prompts.has(candidate));
    if (name !== prefix + wanted) {
      this.#announce(collection, `two items are called '${prefix}${wanted}'; the newer one is '${name}': rename one`);
    }
    const member = this.#catalogue.add({
      name,
      entry: parts.entry,
      limits: parts.limits,
      address: { ...parts.address, config: item.config, key },
      fallback: parts.fallbackFor(name),
      collection,
    });
    members.set(key, member);
    return member;
  }

  /** A member that its source no longer lists stays readable, as stale. Said once. */
  #announceRemoval(member: CachedPrompt, collection: Collection): void {
    if (member.slot.error?.code === 'NOT_FOUND') return;
    const message = `it is no longer in the collection '${collection.name}'; its last text is still served`;
    reject(member, new PromptError('NOT_FOUND', message), this.#context);
  }

  #announce(collection: Collection, message: string): void {
    const { events } = this.#context;
    const { name, parts } = collection;
    const error = forPrompt(new PromptError('CONFIG_INVALID', message), name, parts.entry.provider);
    events.emit('error', { name, error });
  }

  #announceFailure(collection: Collection, error: PromptError): void {
    if (this.#context.closed.aborted) return;
    this.#context.events.emit('error', { name: collection.name, error });
    for (const member of collection.members.values()) reject(member, error, this.#context);
  }
}
