import type { Collection } from '../collections/collection.ts';
import type { Lister } from '../collections/lister.ts';
import { forPrompt } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptRequest } from '../hooks/hook.ts';
import type { Prompt } from '../template/prompt.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import type { Flight } from './flight.ts';
import type { Loader } from './loader.ts';
import { type Patience, startPatience } from './patience.ts';
import type { Source } from './source.ts';
import { notInCollection, unknownPrompt } from './unknown-prompt.ts';

/** Answers reads that memory alone can't: decides between waiting, the stale copy, the fallback and an error. */
export class Reader {
  readonly #catalogue: Catalogue;
  readonly #loader: Loader;
  readonly #lister: Lister;
  readonly #context: CacheContext;

  constructor(parts: { catalogue: Catalogue; loader: Loader; lister: Lister; context: CacheContext }) {
    this.#catalogue = parts.catalogue;
    this.#loader = parts.loader;
    this.#lister = parts.lister;
    this.#context = parts.context;
  }

  /** What memory gives at once. Starts the refresh that is due. */
  peek(name: string): Prompt | undefined {
    const cached = this.#catalogue.prompts.get(name);
    if (cached === undefined) {
      const collection = this.#collectionOf(name);
      if (!collection.isFresh()) void this.#lister.list(collection);
      return undefined;
    }
    const { slot, fallback } = cached;
    if (slot.isFresh()) return slot.prompt;
    void this.#revalidate(cached);
    if (slot.mayServeStale()) return slot.stale;
    return slot.error === undefined ? undefined : fallback;
  }

  async get(request: PromptRequest): Promise<Prompt> {
    request.signal?.throwIfAborted();
    const cached = this.#catalogue.prompts.get(request.name);
    if (cached !== undefined) return this.#read(cached, request);
    return this.#readUnlisted(this.#collectionOf(request.name), request);
  }

  /** Waits at start for a prompt that must be there. @throws why it can't be had; a fallback does not count. */
  async require(name: string): Promise<void> {
    const prompt = await this.get({ name });
    const { slot, source, entry } = this.#catalogue.prompts.get(name) as CachedPrompt;
    if (prompt.state !== 'fallback') return;
    throw forPrompt(reasonOf(source.flight.running === undefined, slot.error), name, entry.provider);
  }

  /** The same for a collection: its listing must be there. */
  async requireAll(collection: Collection): Promise<void> {
    const { flight, parts, name } = collection;
    const inTime = await this.#wait(flight.running, flight, parts.limits.timeout, { name });
    if (collection.listing === undefined) throw forPrompt(reasonOf(inTime, flight.error), name, parts.entry.provider);
  }

  async #read(cached: CachedPrompt, request: PromptRequest, patience?: Patience): Promise<Prompt> {
    const { slot, source, limits } = cached;
    if (slot.isFresh()) return slot.prompt as Prompt;
    const attempt = this.#revalidate(cached);
    if (slot.mayServeStale()) return slot.stale as Prompt;
    const flight = attempt === source.flight.running ? source.flight : (cached.collection ?? source).flight;
    const inTime = await this.#wait(attempt, flight, limits.timeout, request, patience);
    // What has just arrived is fresh for those who waited for it, even with a TTL of 0.
    const arrived = attempt !== undefined && inTime && slot.error === undefined;
    if (arrived && slot.prompt !== undefined) return slot.prompt;
    return this.#lastResort(cached, inTime);
  }

  /** A name that may be a member of a collection, but isn't one yet. */
  async #readUnlisted(collection: Collection, request: PromptRequest): Promise<Prompt> {
    const { limits, entry } = collection.parts;
    const patience = startPatience(this.#context.clock, limits.timeout, request.signal);
    try {
      const attempt = collection.isFresh() ? undefined : this.#lister.list(collection);
      const member = () => this.#catalogue.prompts.get(request.name);
      const inTime = await this.#wait(attempt, collection.flight, limits.timeout, request, patience);
      const found = member();
      if (found !== undefined) return await this.#read(found, request, patience);
      if (collection.listing !== undefined) throw notInCollection(request.name, collection);
      const fallback = collection.parts.fallbackFor(request.name);
      if (fallback !== undefined) return fallback;
      throw forPrompt(reasonOf(inTime, collection.flight.error), request.name, entry.provider);
    } finally {
      patience.end();
    }
  }

  /** @returns the attempt under way that will bring a new text; undefined while the source may not be asked. */
  #revalidate(cached: CachedPrompt): Promise<void> | undefined {
    const { source, collection, slot } = cached;
    if (collection !== undefined && !collection.isFresh()) {
      const listing = this.#lister.list(collection);
      if (listing !== undefined || slot.prompt !== undefined) return listing;
    }
    const isUnderWay = source.flight.running !== undefined;
    const attempt = this.#loader.load(source);
    if (attempt !== undefined && !isUnderWay && slot.prompt !== undefined) this.#takeAlong(source);
    return attempt;
  }

  /** Where one cheap call answers for many, all that is past its TTL goes along. */
  #takeAlong({ address: { provider, group } }: Source): void {
    if (provider.changedSince === undefined && provider.loadMany === undefined) return;
    for (const source of this.#catalogue.sources) {
      const isDue = ({ slot, collection }: CachedPrompt) =>
        collection === undefined && slot.prompt !== undefined && !slot.isFresh();
      if (source.address.group === group && source.prompts.some(isDue)) void this.#loader.load(source);
    }
  }

  /** @returns false when the reader's time was over first. */
  async #wait(
    attempt: Promise<void> | undefined,
    flight: Flight,
    timeout: number,
    request: PromptRequest,
    patience?: Patience,
  ): Promise<boolean> {
    if (attempt === undefined) return true;
    if (flight.waitedInVain) return false;
    const own = patience ?? startPatience(this.#context.clock, timeout, request.signal);
    try {
      const inTime = await own.waitFor(attempt);
      if (!inTime && flight.running === attempt) flight.waitedInVain = true;
      return inTime;
    } finally {
      if (patience === undefined) own.end();
    }
  }

  #lastResort({ name, entry, slot, fallback, source }: CachedPrompt, inTime: boolean): Prompt {
    if (slot.mayServeStaleInNeed()) return slot.stale as Prompt;
    if (fallback !== undefined) return fallback;
    throw forPrompt(reasonOf(inTime, slot.error ?? source.flight.error), name, entry.provider);
  }

  #collectionOf(name: string): Collection {
    const collection = this.#catalogue.collectionOf(name);
    if (collection !== undefined) return collection;
    throw unknownPrompt(name, this.#catalogue);
  }
}

function reasonOf(inTime: boolean, failure: PromptError | undefined): PromptError {
  if (failure !== undefined && inTime) return failure;
  return new PromptError(
    'TIMEOUT',
    'the source has not answered in time, and there is neither a stale copy nor a fallback',
  );
}
