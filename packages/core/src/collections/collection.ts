import { Asked } from '../cache/asked.ts';
import type { CachedPrompt } from '../cache/cached-prompt.ts';
import type { SourceAddress } from '../cache/source.ts';
import type { Clock } from '../clock.ts';
import type { ParsedEntry } from '../config/parsed-entry.ts';
import type { ListedPrompt } from '../provider/provider.ts';
import type { Prompt } from '../template/prompt.ts';

/** What is needed to read an entry `name/*`. */
export interface CollectionParts {
  readonly entry: ParsedEntry;
  readonly address: SourceAddress;
  /** What is served for a member while nothing better is there. */
  readonly fallbackFor: (name: string) => Prompt | undefined;
}

/** An entry `name/*`: its listing, until when that is fresh, and the members it gave. */
export class Collection extends Asked<Collection> implements CollectionParts {
  readonly name: string;
  readonly entry: ParsedEntry;
  /** What is asked for it: a prompt has a source, a listing is its own. */
  readonly source = this;
  /** What only a prompt has: tells the two apart. */
  declare readonly slot?: undefined;
  declare readonly fallback?: undefined;
  declare readonly collection?: undefined;
  readonly fallbackFor: CollectionParts['fallbackFor'];
  /** By the key of their source: a member keeps its name while its source stays. */
  readonly members = new Map<string, CachedPrompt>();
  readonly #clock: Clock;
  #freshUntil = -Infinity;
  /** The last listing; undefined before the first. */
  listing: readonly ListedPrompt[] | undefined;

  constructor({ entry, address, fallbackFor }: CollectionParts, clock: Clock, list: (collection: Collection) => void) {
    super(address, clock, list);
    this.name = entry.name;
    this.entry = entry;
    this.fallbackFor = fallbackFor;
    this.#clock = clock;
  }

  get prompts(): Iterable<CachedPrompt> {
    return this.members.values();
  }

  /** What member names start with: `reviews/`. */
  get prefix(): string {
    return this.name.slice(0, -1);
  }

  isFresh(): boolean {
    return this.#clock.now() < this.#freshUntil;
  }

  /** @param freshFor milliseconds */
  keep(listing: readonly ListedPrompt[], freshFor = this.entry.limits.ttl): void {
    this.listing = listing;
    this.#freshUntil = this.#clock.now() + freshFor;
  }
}
