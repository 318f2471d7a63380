import type { Collection } from '../collections/collection.ts';
import { forPrompt } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptRequest } from '../hooks/hook.ts';
import type { Prompt } from '../template/prompt.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import { over, type Patience, withPatience } from './patience.ts';
import { errorOf, isThere, type Readable } from './readable.ts';
import type { Source } from './source.ts';
import { notInCollection } from './unknown-prompt.ts';

/** Answers reads that need more than a look-up: decides between waiting, the stale copy, the fallback and an error. */
export interface Reader {
  /** What memory gives at once. Starts the refresh that is due. */
  peek(name: string): Prompt | undefined;
  get(request: PromptRequest): Promise<Prompt>;
  /** Waits at start for a prompt or a listing that must be there. @throws why it can't be had; a fallback does not count. */
  require(what: Readable): Promise<void>;
}

export function createReader(catalogue: Catalogue, { clock, closed }: CacheContext): Reader {
  const { prompts } = catalogue;
  /** Attempts for which a reader has waited as long as it could: others needn't try. */
  const slow = new WeakSet<Promise<void>>();

  /** The prompt, if it needn't be waited for. Starts the refresh that is due. */
  function atOnce(cached: CachedPrompt): Prompt | undefined {
    const { slot } = cached;
    if (slot.isFresh()) return slot.prompt;
    revalidate(cached);
    return slot.mayServeStale() ? slot.stale : undefined;
  }

  async function afterLoad(cached: CachedPrompt, patience: Patience): Promise<Prompt> {
    const { slot, fallback, source, collection } = cached;
    const { landings } = source;
    revalidate(cached);
    // A collection's listing starts the loads of its members.
    const inTime = (await wait(collection, patience)) && (await wait(source, patience));
    // What has just arrived is fresh for those who waited for it, even with a TTL of 0.
    const arrived = source.landings > landings && !slot.error;
    const prompt = (arrived && slot.prompt) || (slot.mayServeStale(true) ? slot.current : fallback);
    if (prompt) return prompt;
    throw reasonOf(inTime, slot.error ?? source.error, cached);
  }

  /** A name that may be a member of a collection, but isn't one yet. */
  async function afterListing(name: string, collection: Collection, patience: Patience): Promise<Prompt> {
    const { entry } = collection;
    list(collection);
    const inTime = await wait(collection, patience);
    const member = prompts.get(name);
    if (member) return atOnce(member) ?? afterLoad(member, patience);
    if (collection.listing) throw notInCollection(name, collection);
    const fallback = collection.fallbackFor(name);
    if (fallback) return fallback;
    throw reasonOf(inTime, collection.error, { name, entry });
  }

  /** Begins what will bring a new text, unless it is under way or the source may not be asked. */
  function revalidate({ source, collection, slot }: CachedPrompt): void {
    if (collection && list(collection)) return;
    // While a collection can't be listed, its members are asked for one by one only if there is nothing to serve.
    if (collection && !collection.isFresh() && slot.prompt) return;
    const isUnderWay = source.running;
    if (source.ask() && !isUnderWay) takeAlong(source);
  }

  function list(collection: Collection): Promise<void> | undefined {
    return collection.isFresh() ? undefined : collection.ask();
  }

  /** Where one cheap call answers for many, all that is past its TTL goes along, and what could not be loaded before. */
  function takeAlong({ address: { provider, group } }: Source): void {
    if (!provider.changedSince && !provider.loadMany) return;
    const isDue = ({ slot, collection }: CachedPrompt) =>
      !collection && (slot.prompt ? !slot.isFresh() : slot.error !== undefined);
    for (const source of catalogue.sources.values()) {
      if (source.address.group === group && [...source.prompts].some(isDue)) void source.ask();
    }
  }

  /** @returns false when the reader's time was over first, or another's was. */
  async function wait(asked: Source | Collection | undefined, patience: Patience): Promise<boolean> {
    const news = asked?.news;
    if (!news) return true;
    if (slow.has(news)) return false;
    const inTime = (await patience(news)) !== over;
    closed.throwIfAborted();
    if (!inTime) slow.add(news);
    return inTime;
  }

  return {
    peek(name) {
      const cached = prompts.get(name);
      if (cached) return atOnce(cached) ?? (cached.slot.error && cached.fallback);
      void list(catalogue.collectionOf(name));
      return undefined;
    },
    async get({ name, signal }) {
      signal?.throwIfAborted();
      const known = prompts.get(name);
      const ready = known && atOnce(known);
      if (ready) return ready;
      const asked = known ?? catalogue.collectionOf(name);
      return withPatience(clock, asked.entry.limits.timeout, signal, (patience) =>
        asked.slot ? afterLoad(asked, patience) : afterListing(name, asked, patience),
      );
    },
    async require(what) {
      // What was restored is served as it is, until the source has answered.
      if (isThere(what)) return;
      const inTime = await withPatience(clock, what.entry.limits.timeout, undefined, async (patience) => {
        const inTime = await wait(what.source, patience);
        await Promise.all(Array.from(what.source.prompts, ({ source }) => wait(source, patience)));
        return inTime;
      });
      if (!isThere(what)) throw reasonOf(inTime, errorOf(what), what);
    },
  };
}

function reasonOf(
  inTime: boolean,
  failure: PromptError | undefined,
  what: Pick<CachedPrompt, 'name' | 'entry'>,
): PromptError {
  const late = new PromptError('TIMEOUT', 'the source gave no answer in time');
  return forPrompt((inTime && failure) || late, what);
}
