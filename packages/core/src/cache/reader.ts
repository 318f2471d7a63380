import { forPrompt } from '../errors/from-thrown.ts';
import type { PromptRequest } from '../hooks/hook.ts';
import { hooksFor } from '../hooks/hooks-for.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { Prompt } from '../template/prompt.ts';
import { keepAlive } from '../time/clock.ts';
import { runInMicrotask } from '../time/run-in-microtask.ts';
import { timedOut, type WaitFor, withTimeout } from '../time/with-timeout.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import { createFallback } from './create-fallback.ts';
import { reachable } from './derive/reachable.ts';
import { type CachedPrompt, type CatalogueItem, type Collection, errorOf, isLoaded, type Source } from './model.ts';
import { readError } from './read-error.ts';
import { ambiguousName, notInCollection } from './unknown-prompt.ts';

/** Handles reads that need more than a look-up: decides between waiting, the stale copy, the fallback and an error. */
export interface Reader {
  /** Returns what memory can serve now, and starts a fetch if that is not fresh. */
  peek(name: string): Prompt | undefined;
  get(request: PromptRequest): Promise<Prompt>;
  /** Returns the text that the source of a prompt returned last. If it has not been loaded yet, waits for it. */
  getTemplate(name: string): Promise<PromptTemplate>;
  /** Waits for a prompt or a listing that must be loaded at start. @throws the reason if it can't be loaded, even if it has a fallback. */
  waitUntilLoaded(item: CatalogueItem): Promise<void>;
}

export function createReader(catalogue: Catalogue, context: CacheContext): Reader {
  const { prompts } = catalogue;
  const { clock, closed } = context;
  const waitingClock = keepAlive(clock);
  /** The groups that were searched for what is due in this turn of the event loop. */
  const searchedGroups = new Set<string>();
  /** Attempts for which a reader's wait timed out. Other readers need not wait for them. */
  const slowAttempts = new WeakSet<Promise<unknown>>();

  /** Returns the prompt if no wait is needed, and starts a fetch if it is not fresh. */
  function fromMemory(cached: CachedPrompt): Prompt | undefined {
    const { slot } = cached;
    if (slot.isFresh()) {
      // The prompts that it was made from may have been confirmed in the meantime.
      if (!slot.hot) slot.updateHot();
      return slot.prompt;
    }
    revalidate(cached);
    return slot.mayServeStale() ? slot.stale : undefined;
  }

  async function afterLoad(cached: CachedPrompt, waitFor: WaitFor): Promise<Prompt> {
    const { slot, fallback, source } = cached;
    const parts = [...withDependencies(cached)];
    const countAttempts = () => parts.reduce((sum, part) => sum + part.source.completedAttempts, 0);
    const attempts = countAttempts();
    const startedAt = clock.now();
    revalidate(cached);
    let isInTime = true;
    for (const part of parts) isInTime = isInTime && (await waitForText(part, waitFor));
    isInTime = isInTime && (await wait(slot.deriving, waitFor));
    // A text that has just arrived is fresh for the readers that waited for it, even with a TTL of 0.
    const isUp = !source.error && !slot.failure && slot.freshUntil >= startedAt;
    const hasArrived = isUp && countAttempts() > attempts;
    const last = () => (slot.mayServeIfError() ? slot.current : undefined);
    const prompt = (hasArrived && slot.prompt) || last();
    if (prompt) return prompt;
    const fallbackPrompt = await read(fallback, waitFor);
    // A text may have arrived meanwhile.
    const served = last() ?? fallbackPrompt;
    if (served) return served;
    throw readError(isInTime, source.access.blockedBy ?? slot.failure ?? source.error, cached);
  }

  /** Waits for the text of one prompt, not for its hooks. A collection's listing starts the loads of its members. */
  async function waitForText({ collection, source }: CachedPrompt, waitFor: WaitFor): Promise<boolean> {
    return (await wait(collection?.untilServable, waitFor)) && wait(source.untilServable, waitFor);
  }

  async function read(fallback: CachedPrompt | undefined, waitFor: WaitFor): Promise<Prompt | undefined> {
    let deriving: Promise<unknown> | undefined;
    // Its hooks may begin to wait for something else.
    while (deriving !== fallback?.slot.deriving) {
      deriving = fallback?.slot.deriving;
      await wait(deriving, waitFor);
    }
    return fallback?.slot.prompt;
  }

  /** Reads a name that may be a member of a collection, but is not known as one yet. */
  async function afterListing(name: string, collection: Collection, waitFor: WaitFor): Promise<Prompt> {
    const { entry } = collection;
    refreshListing(collection);
    const isInTime = await wait(collection.untilServable, waitFor);
    const member = prompts.get(name);
    if (member) return fromMemory(member) ?? afterLoad(member, waitFor);
    const names = collection.ambiguous.get(name);
    if (names) throw forPrompt(ambiguousName(name, names), { name, entry });
    if (collection.listing) throw notInCollection(name, collection);
    const hooks = hooksFor(name, context.hooks);
    const fallback = createFallback({ name, entry, hooks }, collection, context);
    const prompt = await read(fallback, waitFor);
    if (fallback) context.publisher.forget(fallback);
    if (prompt) return prompt;
    throw readError(isInTime, collection.access.blockedBy ?? collection.error, { name, entry });
  }

  /** Returns a prompt and everything that its hooks have read. */
  function withDependencies(cached: CachedPrompt): Iterable<CachedPrompt> {
    if (cached.slot.reads.length === 0) return [cached];
    return reachable(cached, ({ slot }) => slot.reads.flatMap(({ name }) => prompts.get(name) ?? []));
  }

  /** Starts the fetches of new texts for a prompt and everything that its hooks have read. */
  function revalidate(cached: CachedPrompt): void {
    for (const part of withDependencies(cached)) {
      if (!part.slot.isTextFresh()) revalidateText(part);
      for (const { name } of part.slot.reads) if (!prompts.has(name)) refreshListing(catalogue.findCollection(name));
    }
  }

  /** Starts the fetch of a new text, unless it is in flight or the source must not be called now. */
  function revalidateText({ name, source, collection, slot }: CachedPrompt): void {
    const isRemoved = collection?.removed.has(name);
    // Reading a removed member keeps it in memory.
    if (isRemoved) collection?.removed.set(name, clock.now());
    if (collection && refreshListing(collection)) return;
    // While a collection can't be listed, a member is fetched by itself only if there is nothing to serve.
    if (collection && !collection.isFresh() && slot.prompt) return;
    if (isRemoved) return;
    const wasInFlight = source.inFlight;
    if (source.fetch() && !wasInFlight) refreshGroup(source);
  }

  function refreshListing(collection: Collection | undefined): Promise<void> | undefined {
    return collection?.isFresh() ? undefined : collection?.fetch();
  }

  /** If one cheap call serves many, also fetches everything in the group that is past its TTL or could not be loaded before. */
  function refreshGroup({ address: { provider, group } }: Source): void {
    if (searchedGroups.has(group) || (!provider.changedSince && !provider.loadMany)) return;
    searchedGroups.add(group);
    runInMicrotask(() => searchedGroups.delete(group));
    const isDue = ({ slot, collection }: CachedPrompt) =>
      !collection && (slot.prompt ? !slot.isTextFresh() : slot.error !== undefined);
    for (const source of catalogue.sources.values()) {
      if (source.address.group === group && [...source.prompts].some(isDue)) void source.fetch();
    }
  }

  /** @returns false if this reader's time, or that of another reader of the same attempt, was over first. */
  async function wait(attempt: Promise<unknown> | undefined, waitFor: WaitFor): Promise<boolean> {
    if (!attempt) return true;
    if (slowAttempts.has(attempt)) return false;
    const isInTime = (await waitFor(attempt)) !== timedOut;
    closed.throwIfAborted();
    if (!isInTime) slowAttempts.add(attempt);
    return isInTime;
  }

  return {
    peek(name) {
      const cached = prompts.get(name);
      if (cached) return fromMemory(cached) ?? (cached.slot.failure && cached.fallback?.slot.prompt);
      void refreshListing(catalogue.collectionOf(name));
      return undefined;
    },
    async get({ name, signal }) {
      signal?.throwIfAborted();
      const cached = prompts.get(name);
      const prompt = cached && fromMemory(cached);
      if (prompt) return prompt;
      const item = cached ?? catalogue.collectionOf(name);
      return withTimeout(waitingClock, item.entry.limits.timeoutMs, signal, (waitFor) =>
        item.slot ? afterLoad(item, waitFor) : afterListing(name, item, waitFor),
      );
    },
    async getTemplate(name) {
      const cached = prompts.get(name);
      const { entry } = cached ?? catalogue.collectionOf(name);
      const isInTime = await withTimeout(clock, entry.limits.timeoutMs, undefined, async (waitFor) => {
        // A member that is not known yet is loaded with its listing.
        if (!cached) await waitFor(this.get({ name }));
        const known = prompts.get(name);
        if (known) revalidate(known);
        return known && waitForText(known, waitFor);
      });
      const { source, slot } = prompts.get(name) ?? {};
      if (source?.template) return source.template;
      throw readError(isInTime === true, source?.access.blockedBy ?? slot?.error ?? source?.error, { name, entry });
    },
    async waitUntilLoaded(item) {
      // What was restored is served as it is, until the source has responded.
      if (isLoaded(item)) return;
      const isInTime = await withTimeout(waitingClock, item.entry.limits.timeoutMs, undefined, async (waitFor) => {
        const isSourceInTime = await wait(item.source.untilServable, waitFor);
        await Promise.all(Array.from(item.source.prompts, ({ source }) => wait(source.untilServable, waitFor)));
        return isSourceInTime;
      });
      // Its own text has arrived. The prompts that its hooks read may take longer.
      if (item.slot?.deriving && !item.slot.error) return;
      if (!isLoaded(item)) throw readError(isInTime, errorOf(item), item);
    },
  };
}
