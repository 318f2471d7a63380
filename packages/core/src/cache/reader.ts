import { forPrompt } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptRequest } from '../hooks/hook.ts';
import type { Prompt } from '../template/prompt.ts';
import { timedOut, type WaitFor, withTimeout } from '../time/with-timeout.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import { type CachedPrompt, type CatalogueItem, type Collection, errorOf, isLoaded, type Source } from './model.ts';
import { ambiguousName, notInCollection } from './unknown-prompt.ts';

/** Handles reads that need more than a look-up: decides between waiting, the stale copy, the fallback and an error. */
export interface Reader {
  /** Returns what memory can serve now, and starts the refresh if one is due. */
  peek(name: string): Prompt | undefined;
  get(request: PromptRequest): Promise<Prompt>;
  /** Waits for a prompt or a listing that must be loaded at start. @throws why it can't be loaded; a fallback does not count. */
  waitUntilLoaded(item: CatalogueItem): Promise<void>;
}

export function createReader(catalogue: Catalogue, { clock, closed }: CacheContext): Reader {
  const { prompts } = catalogue;
  /** Attempts that a reader waited for in vain. Other readers need not wait for them. */
  const slowAttempts = new WeakSet<Promise<void>>();

  /** Returns the prompt if no wait is needed, and starts the refresh if one is due. */
  function fromMemory(cached: CachedPrompt): Prompt | undefined {
    const { slot } = cached;
    if (slot.isFresh()) return slot.prompt;
    revalidate(cached);
    return slot.mayServeStale() ? slot.stale : undefined;
  }

  async function afterLoad(cached: CachedPrompt, waitFor: WaitFor): Promise<Prompt> {
    const { slot, fallback, source, collection } = cached;
    const { completedAttempts } = source;
    revalidate(cached);
    // A collection's listing starts the loads of its members.
    const isInTime = (await wait(collection, waitFor)) && (await wait(source, waitFor));
    // A text that has just arrived is fresh for the readers that waited for it, even with a TTL of 0.
    const hasArrived = source.completedAttempts > completedAttempts && !source.error && !slot.error;
    const prompt = (hasArrived && slot.prompt) || (slot.mayServeIfError() ? slot.current : fallback);
    if (prompt) return prompt;
    throw readError(isInTime, source.access.blockedBy ?? slot.error ?? source.error, cached);
  }

  /** Reads a name that may be a member of a collection, but is not known as one yet. */
  async function afterListing(name: string, collection: Collection, waitFor: WaitFor): Promise<Prompt> {
    const { entry } = collection;
    refreshListing(collection);
    const isInTime = await wait(collection, waitFor);
    const member = prompts.get(name);
    if (member) return fromMemory(member) ?? afterLoad(member, waitFor);
    const names = collection.ambiguous.get(name);
    if (names) throw forPrompt(ambiguousName(name, names), { name, entry });
    if (collection.listing) throw notInCollection(name, collection);
    const fallback = collection.fallbackFor(name);
    if (fallback) return fallback;
    throw readError(isInTime, collection.access.blockedBy ?? collection.error, { name, entry });
  }

  /** Starts what will bring a new text, unless it is in flight or the source must not be asked now. */
  function revalidate({ name, source, collection, slot }: CachedPrompt): void {
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

  function refreshListing(collection: Collection): Promise<void> | undefined {
    return collection.isFresh() ? undefined : collection.fetch();
  }

  /** If one cheap call serves many, also fetches everything in the group that is past its TTL or could not be loaded before. */
  function refreshGroup({ address: { provider, group } }: Source): void {
    if (!provider.changedSince && !provider.loadMany) return;
    const isDue = ({ slot, collection }: CachedPrompt) =>
      !collection && (slot.prompt ? !slot.isFresh() : slot.error !== undefined);
    for (const source of catalogue.sources.values()) {
      if (source.address.group === group && [...source.prompts].some(isDue)) void source.fetch();
    }
  }

  /** @returns false if this reader's time, or that of another reader of the same attempt, was over first. */
  async function wait(fetchable: Source | Collection | undefined, waitFor: WaitFor): Promise<boolean> {
    const servable = fetchable?.untilServable;
    if (!servable) return true;
    if (slowAttempts.has(servable)) return false;
    const isInTime = (await waitFor(servable)) !== timedOut;
    closed.throwIfAborted();
    if (!isInTime) slowAttempts.add(servable);
    return isInTime;
  }

  return {
    peek(name) {
      const cached = prompts.get(name);
      if (cached) return fromMemory(cached) ?? (cached.slot.error && cached.fallback);
      void refreshListing(catalogue.collectionOf(name));
      return undefined;
    },
    async get({ name, signal }) {
      signal?.throwIfAborted();
      const cached = prompts.get(name);
      const prompt = cached && fromMemory(cached);
      if (prompt) return prompt;
      const item = cached ?? catalogue.collectionOf(name);
      return withTimeout(clock, item.entry.limits.timeoutMs, signal, (waitFor) =>
        item.slot ? afterLoad(item, waitFor) : afterListing(name, item, waitFor),
      );
    },
    async waitUntilLoaded(item) {
      // What was restored is served as it is, until the source has responded.
      if (isLoaded(item)) return;
      const isInTime = await withTimeout(clock, item.entry.limits.timeoutMs, undefined, async (waitFor) => {
        const isSourceInTime = await wait(item.source, waitFor);
        await Promise.all(Array.from(item.source.prompts, ({ source }) => wait(source, waitFor)));
        return isSourceInTime;
      });
      if (!isLoaded(item)) throw readError(isInTime, errorOf(item), item);
    },
  };
}

function readError(
  isInTime: boolean,
  failure: PromptError | undefined,
  item: Pick<CachedPrompt, 'name' | 'entry'>,
): PromptError {
  const timeoutSeconds = item.entry.limits.timeoutMs / 1000;
  const late = new PromptError(
    'TIMEOUT',
    `the source did not respond within ${timeoutSeconds} s: raise cache.timeout, or set a fallback`,
  );
  return forPrompt((isInTime && failure) || late, item);
}
