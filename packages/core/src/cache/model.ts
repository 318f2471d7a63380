import type { ParsedEntry } from '../config/parsed-entry.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { PromptHook } from '../hooks/hook.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { ListedPrompt, PromptFacts } from '../provider/provider.ts';
import type { SourceAddress } from '../provider/source-address.ts';
import type { Prompt } from '../template/prompt.ts';
import type { Clock } from '../time/clock.ts';
import type { AccessGroup } from './access-group.ts';
import { Fetchable } from './fetchable.ts';
import type { Slot } from './slot.ts';

/** One name that can be read: its entry, the source of its text, and what memory holds of it. */
export interface CachedPrompt {
  readonly name: string;
  readonly entry: ParsedEntry;
  readonly source: Source;
  readonly slot: Slot;
  /** The hooks that take part in its reads. */
  readonly hooks: readonly PromptHook[];
  /** The prompt that is served while nothing better is available. Its text is in the configuration. */
  readonly fallback?: CachedPrompt | undefined;
  /** Whether it is the fallback of another prompt. */
  readonly isFallback?: boolean;
  /** The collection that it is a member of. Its listing decides about the prompt's freshness. */
  readonly collection?: Collection;
}

/** One text at its source. Entries with the same address share it, and so share each call. */
export class Source extends Fetchable<Source> {
  readonly prompts = new Set<CachedPrompt>();
  /** The last template that the source returned. Each slot knows the one that its prompt was made from. */
  template: PromptTemplate | undefined;
  /** The version in the listing of its collection. */
  listed: ListedVersion | undefined;
  /** The last request for facts about it. */
  factsRequest: FactsRequest | undefined;
  /** Whether the source is known to have another text now: it is loaded unconditionally. */
  isInvalidated = false;
  /** Whether it was part of a call that timed out: one of its neighbours may hang, so it is loaded by itself. */
  mustLoadAlone = false;
}

/** A version in a listing, and the text that was loaded for it. */
export interface ListedVersion {
  readonly version: string;
  readonly content: string;
  /** A later version for which the source has only returned the same text so far. All times are on the monotonic clock. */
  readonly unread?: { readonly version: string; readonly since: number; readonly retryAt: number };
}

/** A request for facts that cost extra calls. */
export interface FactsRequest {
  readonly template: PromptTemplate;
  /** The response, once it has arrived. */
  facts?: PromptFacts;
}

/** What a collection is created from. */
export interface CollectionParts {
  readonly entry: ParsedEntry;
  readonly address: SourceAddress;
}

/** An entry `name/*`: its listing, how long the listing is fresh, and the members that it contains. */
export class Collection extends Fetchable<Collection> implements CollectionParts {
  readonly name: string;
  /** What the names of its members begin with: `reviews/`. */
  readonly prefix: string;
  readonly entry: ParsedEntry;
  /** What is fetched for it. A prompt has a source; a collection is its own source. */
  readonly source = this;
  /** Only prompts have these. They distinguish the two in a {@link CatalogueItem}. */
  declare readonly slot?: undefined;
  declare readonly fallback?: undefined;
  declare readonly collection?: undefined;
  /** By name: the name is the identity of a member. */
  readonly members = new Map<string, CachedPrompt>();
  /** Members that the last listing no longer held, by name, with the monotonic time of their last read. */
  readonly removed = new Map<string, number>();
  /** The names that several listed items would have, with the names that these items have instead. */
  ambiguous: ReadonlyMap<string, readonly string[]> = new Map();
  /** Resolves, never rejects, when the loads that the last listing started are over. */
  memberLoads: Promise<unknown> | undefined;
  readonly #clock: Clock;
  /** On the monotonic clock. */
  freshUntil = -Infinity;
  /** The last listing; undefined before the first. */
  listing: readonly ListedPrompt[] | undefined;
  /** The last listing, unless anybody may have written it: the source must not be called with its configs. */
  trustedListing: readonly ListedPrompt[] | undefined;

  constructor(
    { entry, address }: CollectionParts,
    access: AccessGroup,
    clock: Clock,
    list: (collection: Collection) => void,
  ) {
    super(address, access, clock, list);
    this.name = entry.name;
    this.prefix = entry.name.slice(0, -1);
    this.entry = entry;
    this.#clock = clock;
  }

  get prompts(): Iterable<CachedPrompt> {
    return this.members.values();
  }

  isFresh(): boolean {
    return this.freshForMs > 0;
  }

  /** How long the listing is still fresh. Members are never fresh for longer: reads of fresh members would never list again. */
  get freshForMs(): number {
    return Math.max(0, this.freshUntil - this.#clock.now());
  }

  setListing(listing: readonly ListedPrompt[], freshForMs = this.entry.limits.ttlMs): void {
    this.listing = listing;
    this.freshUntil = this.#clock.now() + (this.isOutdated ? 0 : freshForMs);
  }

  /** Makes the next read list the source again. */
  expire(): void {
    this.freshUntil = Math.min(this.freshUntil, this.#clock.now());
  }
}

/** The loads of the members that a listing changed; undefined for one that must not be fetched now. */
export type MemberLoads = readonly (Promise<unknown> | undefined)[];

/** What the catalogue holds under a name: a prompt, or a collection of prompts. */
export type CatalogueItem = CachedPrompt | Collection;

/** The prompt that a read gets now; undefined if it would wait or fail. */
export function servablePrompt({ slot, fallback }: CachedPrompt): Prompt | undefined {
  if (slot.isServable()) return slot.current;
  return slot.failure && fallback?.slot.prompt;
}

/** Whether an item has ever been loaded from its source. */
export function isLoaded(item: CatalogueItem): boolean {
  return (item.slot ? item.slot.prompt : item.listing) !== undefined;
}

/** Why the last attempt for an item failed; undefined once one succeeded. */
export function errorOf(item: CatalogueItem): PromptError | undefined {
  return (item.slot ?? item).error;
}
