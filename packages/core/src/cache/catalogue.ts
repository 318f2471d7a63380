import type { Collection } from '../collections/collection.ts';
import type { ParsedEntry } from '../config/parsed-entry.ts';
import type { Prompt } from '../template/prompt.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { CacheContext } from './context.ts';
import { createLoader } from './loader.ts';
import type { Readable } from './readable.ts';
import { Slot } from './slot.ts';
import { Source, type SourceAddress } from './source.ts';
import { unknownPrompt } from './unknown-prompt.ts';

/** What is needed to read one name. */
export interface PromptParts {
  readonly name: string;
  readonly entry: ParsedEntry;
  readonly address: SourceAddress;
  readonly fallback: Prompt | undefined;
  readonly collection?: Collection;
  /** What memory holds already, of a prompt whose place this one takes. */
  readonly slot?: Slot | undefined;
}

/** All that is asked with the same provider and credentials. */
export type SourceGroup = readonly [Source | Collection, ...(Source | Collection)[]];

/** Everything that can be read, by name, and the sources behind it, each once. */
export class Catalogue {
  readonly prompts = new Map<string, CachedPrompt>();
  readonly collections: Collection[] = [];
  /** By the key of their address. */
  readonly sources = new Map<string, Source>();
  readonly #context: CacheContext;
  readonly #load: (source: Source) => void;

  constructor(context: CacheContext) {
    this.#context = context;
    this.#load = createLoader(context);
  }

  add({ address, slot, ...parts }: PromptParts): CachedPrompt {
    const source = this.sources.get(address.key) ?? new Source(address, this.#context.clock, this.#load);
    const cached = { ...parts, source, slot: slot ?? new Slot(parts.entry.limits, this.#context) };
    this.sources.set(address.key, source);
    source.prompts.add(cached);
    this.prompts.set(parts.name, cached);
    parts.collection?.members.set(address.key, cached);
    return cached;
  }

  /** Takes a prompt out, and its source if it was the last one there. */
  remove(cached: CachedPrompt): void {
    const { name, collection, source } = cached;
    const { prompts, address } = source;
    prompts.delete(cached);
    if (prompts.size === 0) this.sources.delete(address.key);
    this.prompts.delete(name);
    collection?.members.delete(address.key);
  }

  /** Every entry, and the members of each collection. */
  get all(): Readable[] {
    return [...this.prompts.values(), ...this.collections];
  }

  /** All that can be asked. */
  get groups(): SourceGroup[] {
    const asked = [...this.sources.values(), ...this.collections];
    const groups = Map.groupBy<string, Source | Collection>(asked, ({ address }) => address.group);
    return [...groups.values()] as unknown as SourceGroup[];
  }

  /**
   * The collection that `name` would be a member of; of several the one with the longest prefix.
   * @throws `PROMPT_UNKNOWN` for a name that nothing in the configuration stands for.
   */
  collectionOf(given: string): Collection {
    // Not every caller is checked by TypeScript.
    const name = String(given);
    const [longest] = this.collections
      .filter(({ prefix }) => name.startsWith(prefix) && name.length > prefix.length)
      .sort((one, other) => other.prefix.length - one.prefix.length);
    if (longest) return longest;
    throw unknownPrompt(name, this);
  }
}
