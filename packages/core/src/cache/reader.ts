import type { Collection } from '../collections/collection.ts';
import type { Lister } from '../collections/lister.ts';
import { forPrompt } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptRequest } from '../hooks/hook.ts';
import type { Prompt } from '../template/prompt.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import type { Loader } from './loader.ts';
import { type Patience, startPatience } from './patience.ts';
import type { Source } from './source.ts';
import { notInCollection, unknownPrompt } from './unknown-prompt.ts';

interface ReaderParts {
  readonly catalogue: Catalogue;
  readonly loader: Loader;
  readonly lister: Lister;
  readonly context: CacheContext;
}

/** Answers reads that need more than a look-up: decides between waiting, the stale copy, the fallback and an error. */
export class Reader {
  readonly #parts: ReaderParts;
  /** Attempts for which a reader has waited as long as it could: others needn't try. */
  readonly #slow = new WeakSet<Promise<void>>();

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** What memory gives at once. Starts the refresh that is due. */
  peek(name: string): Prompt | undefined {
    const cached = this.#find(name);
    if (cached !== undefined) return this.#atOnce(cached) ?? (cached.slot.error && cached.fallback);
    void this.#list(this.#collectionOf(name));
    return undefined;
  }

  async get({ name, signal }: PromptRequest): Promise<Prompt> {
    signal?.throwIfAborted();
    const known = this.#find(name);
    const ready = known && this.#atOnce(known);
    if (ready !== undefined) return ready;
    const collection = known?.collection ?? (known === undefined ? this.#collectionOf(name) : undefined);
    const { limits } = known ?? (collection as Collection).parts;
    const patience = startPatience(this.#parts.context.clock, limits.timeout, signal);
    try {
      if (known !== undefined) return await this.#afterLoad(known, patience);
      return await this.#afterListing(name, collection as Collection, patience);
    } finally {
      patience.end();
    }
  }

  /** Waits at start for a prompt that must be there. @throws why it can't be had; a fallback does not count. */
  async require(name: string): Promise<void> {
    const { state } = await this.get({ name });
    if (state !== 'fallback') return;
    const { slot, source, entry } = this.#find(name) as CachedPrompt;
    throw forPrompt(reasonOf(source.flight.running === undefined, slot.error), name, entry.provider);
  }

  /** The same for a collection: its listing must be there. */
  async requireAll(collection: Collection): Promise<void> {
    const { flight, parts, name } = collection;
    const patience = startPatience(this.#parts.context.clock, parts.limits.timeout, undefined);
    const inTime = await this.#wait(flight.running, patience);
    patience.end();
    if (collection.listing === undefined) throw forPrompt(reasonOf(inTime, flight.error), name, parts.entry.provider);
  }

  #find(name: string): CachedPrompt | undefined {
    return this.#parts.catalogue.prompts.get(name);
  }

  /** The prompt, if it needn't be waited for. Starts the refresh that is due. */
  #atOnce(cached: CachedPrompt): Prompt | undefined {
    const { slot } = cached;
    if (slot.isFresh()) return slot.prompt;
    void this.#revalidate(cached);
    return slot.mayServeStale() ? slot.stale : undefined;
  }

  async #afterLoad(cached: CachedPrompt, patience: Patience): Promise<Prompt> {
    const { name, entry, slot, fallback, source } = cached;
    const attempt = this.#revalidate(cached);
    const inTime = await this.#wait(attempt, patience);
    // What has just arrived is fresh for those who waited for it, even with a TTL of 0.
    const arrived = attempt !== undefined && inTime && slot.error === undefined;
    const prompt = (arrived && slot.prompt) || (slot.mayServeStaleInNeed() ? slot.stale : fallback);
    if (prompt !== undefined) return prompt;
    throw forPrompt(reasonOf(inTime, slot.error ?? source.flight.error), name, entry.provider);
  }

  /** A name that may be a member of a collection, but isn't one yet. */
  async #afterListing(name: string, collection: Collection, patience: Patience): Promise<Prompt> {
    const inTime = await this.#wait(this.#list(collection), patience);
    const member = this.#find(name);
    if (member !== undefined) return this.#atOnce(member) ?? this.#afterLoad(member, patience);
    if (collection.listing !== undefined) throw notInCollection(name, collection);
    const { entry, fallbackFor } = collection.parts;
    const fallback = fallbackFor(name);
    if (fallback !== undefined) return fallback;
    throw forPrompt(reasonOf(inTime, collection.flight.error), name, entry.provider);
  }

  /** @returns the attempt under way that will bring a new text; undefined while the source may not be asked. */
  #revalidate(cached: CachedPrompt): Promise<void> | undefined {
    const { source, collection, slot } = cached;
    const listing = collection && this.#list(collection);
    if (listing !== undefined) return listing;
    // While a collection can't be listed, its members are asked for one by one only if there is nothing to serve.
    if (collection !== undefined && !collection.isFresh() && slot.prompt !== undefined) return undefined;
    const isUnderWay = source.flight.running !== undefined;
    const attempt = this.#parts.loader.load(source);
    if (attempt !== undefined && !isUnderWay && slot.prompt !== undefined) this.#takeAlong(source);
    return attempt;
  }

  #list(collection: Collection): Promise<void> | undefined {
    return collection.isFresh() ? undefined : this.#parts.lister.list(collection);
  }

  /** Where one cheap call answers for many, all that is past its TTL goes along. */
  #takeAlong({ address: { provider, group } }: Source): void {
    if (provider.changedSince === undefined && provider.loadMany === undefined) return;
    for (const source of this.#parts.catalogue.sources) {
      const isDue = ({ slot, collection }: CachedPrompt) =>
        collection === undefined && slot.prompt !== undefined && !slot.isFresh();
      if (source.address.group === group && source.prompts.some(isDue)) void this.#parts.loader.load(source);
    }
  }

  /** @returns false when the reader's time was over first, or another's was. */
  async #wait(attempt: Promise<void> | undefined, patience: Patience): Promise<boolean> {
    if (attempt === undefined) return true;
    if (this.#slow.has(attempt)) return false;
    const inTime = await patience.waitFor(attempt);
    if (!inTime) this.#slow.add(attempt);
    return inTime;
  }

  #collectionOf(name: string): Collection {
    const { catalogue } = this.#parts;
    const collection = catalogue.collectionOf(name);
    if (collection === undefined) throw unknownPrompt(name, catalogue);
    return collection;
  }
}

function reasonOf(inTime: boolean, failure: PromptError | undefined): PromptError {
  if (failure !== undefined && inTime) return failure;
  return new PromptError(
    'TIMEOUT',
    'the source has not answered in time, and there is neither a stale copy nor a fallback',
  );
}
