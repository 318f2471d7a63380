import type { ParsedEntry } from '../config/parsed-entry.ts';
import { hooksFor } from '../hooks/hooks-for.ts';
import type { SourceAddress } from '../provider/source-address.ts';
import { AccessGroup } from './access-group.ts';
import type { CacheContext } from './context.ts';
import { createFallback } from './create-fallback.ts';
import { createLoader } from './loader.ts';
import { type CachedPrompt, type CatalogueItem, Collection, type CollectionParts, Source } from './model.ts';
import type { PromptReads } from './read-counts.ts';
import { Slot } from './slot.ts';
import { unknownPrompt } from './unknown-prompt.ts';

/** What a cached prompt is created from. */
export interface CachedPromptParts {
  readonly name: string;
  readonly entry: ParsedEntry;
  readonly address: SourceAddress;
  readonly collection?: Collection;
  /** The slot of the prompt that this one replaces. */
  readonly slot?: Slot | undefined;
}

/** Everything that is fetched with the same provider and credentials. */
export type SourceGroup = readonly [Source | Collection, ...(Source | Collection)[]];

/** Everything that can be read, by name, and the sources of it, each once. */
export class Catalogue {
  readonly prompts = new Map<string, CachedPrompt>();
  readonly collections: Collection[] = [];
  /** By the key of their address. */
  readonly sources = new Map<string, Source>();
  readonly #accessGroups = new Map<string, AccessGroup>();
  readonly #context: CacheContext;
  /** Whether some hook may ask for the numbers of reads. */
  readonly #countsReads: boolean;
  /** The reads of prompts that were removed since the last call of `takeReads`. */
  #readsOfRemoved: PromptReads[] = [];
  readonly #load: (source: Source) => void;

  constructor(context: CacheContext) {
    this.#context = context;
    this.#countsReads = context.hooks.some(({ started }) => started);
    this.#load = createLoader(context);
  }

  add({ address, slot, ...parts }: CachedPromptParts): CachedPrompt {
    const { clock } = this.#context;
    const source =
      this.sources.get(address.key) ?? new Source(address, this.#accessGroup(address.group), clock, this.#load);
    const hooks = hooksFor(parts.name, this.#context.hooks);
    const fallback = createFallback({ ...parts, hooks }, source, this.#context);
    const cached = {
      ...parts,
      source,
      hooks,
      fallback,
      slot: slot ?? new Slot(parts.entry.limits, { clock, hooks, countsReads: this.#countsReads }),
    };
    this.sources.set(address.key, source);
    source.prompts.add(cached);
    this.prompts.set(parts.name, cached);
    parts.collection?.members.set(parts.name, cached);
    return cached;
  }

  addCollection(parts: CollectionParts, list: (collection: Collection) => void): void {
    const { group } = parts.address;
    this.collections.push(new Collection(parts, this.#accessGroup(group), this.#context.clock, list));
  }

  remove(cached: CachedPrompt): void {
    const { name, collection, slot } = cached;
    this.detach(cached);
    if (slot.readCounts?.areTaken) this.#readsOfRemoved.push(...slot.takeReads());
    this.prompts.delete(name);
    collection?.members.delete(name);
    collection?.removed.delete(name);
  }

  /** Keeps a prompt readable, and never fetches it again. Its source goes, too, if no other prompt uses it. */
  detach(cached: CachedPrompt): void {
    const { prompts, address } = cached.source;
    this.#context.publisher.forget(cached);
    if (prompts.size === 0 && this.sources.get(address.key) === cached.source) this.sources.delete(address.key);
  }

  /** Returns how often each Prompt object was read since the last call. */
  takeReads(): PromptReads[] {
    const ofRemoved = this.#readsOfRemoved;
    this.#readsOfRemoved = [];
    return [...ofRemoved, ...[...this.prompts.values()].flatMap(({ slot }) => slot.takeReads())];
  }

  /** Every prompt, including the members of collections, and every collection. */
  get items(): CatalogueItem[] {
    return [...this.prompts.values(), ...this.collections];
  }

  get fetchables(): (Source | Collection)[] {
    return [...this.sources.values(), ...this.collections];
  }

  get groups(): SourceGroup[] {
    const groups = Map.groupBy(this.fetchables, ({ address }) => address.group);
    return [...groups.values()] as unknown as SourceGroup[];
  }

  #accessGroup(key: string): AccessGroup {
    const group = this.#accessGroups.get(key) ?? new AccessGroup(this.#context.clock);
    this.#accessGroups.set(key, group);
    return group;
  }

  /**
   * Returns the collection that `name` would be a member of.
   * @throws `PROMPT_UNKNOWN` for a name that no entry covers.
   */
  collectionOf(name: string): Collection {
    // TypeScript does not check every caller.
    const text = String(name);
    const collection = this.findCollection(text);
    if (collection) return collection;
    throw unknownPrompt(text, this.items);
  }

  /** Finds the collection that `name` would be a member of; of several, the one with the longest prefix. */
  findCollection(name: string): Collection | undefined {
    let longest: Collection | undefined;
    for (const collection of this.collections) {
      const { prefix } = collection;
      const isMember = name.startsWith(prefix) && name.length > prefix.length;
      if (isMember && prefix.length > (longest?.prefix.length ?? -1)) longest = collection;
    }
    return longest;
  }
}
