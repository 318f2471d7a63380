import type { Collection } from '../collections/collection.ts';
import type { ParsedEntry } from '../config/parsed-entry.ts';
import type { Prompt } from '../template/prompt.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { CacheContext } from './context.ts';
import type { CacheLimits } from './limits.ts';
import { Slot } from './slot.ts';
import { Source, type SourceAddress } from './source.ts';

/** What is needed to read one name. */
export interface PromptParts {
  readonly name: string;
  readonly entry: ParsedEntry;
  readonly limits: CacheLimits;
  readonly address: SourceAddress;
  readonly fallback: Prompt | undefined;
  readonly collection?: Collection;
  /** What memory holds already, of a prompt whose place this one takes. */
  readonly slot?: Slot;
}

/** Everything that can be read, by name, and the sources behind it, each once. */
export class Catalogue {
  readonly prompts = new Map<string, CachedPrompt>();
  readonly collections: Collection[] = [];
  /** By the key of their address. */
  readonly sources = new Map<string, Source>();
  readonly #context: CacheContext;

  constructor(context: CacheContext) {
    this.#context = context;
  }

  add({ address, ...parts }: PromptParts): CachedPrompt {
    const { clock, hooks } = this.#context;
    const { prompts, sources } = this;
    const source = sources.get(address.key) ?? new Source(address, clock);
    sources.set(address.key, source);
    const mayBeHot = !hooks.some(({ before, served }) => before || served);
    const slot = parts.slot ?? new Slot(clock, parts.limits, mayBeHot);
    const cached: CachedPrompt = { ...parts, source, slot };
    source.prompts.push(cached);
    prompts.set(parts.name, cached);
    return cached;
  }

  /** Takes a prompt out, and its source if it was the last one there. */
  remove({ name, source }: CachedPrompt): void {
    const { prompts, address } = source;
    prompts.splice(
      prompts.findIndex((cached) => cached.name === name),
      1,
    );
    if (prompts.length === 0) this.sources.delete(address.key);
    this.prompts.delete(name);
  }

  /** The collection that `name` would be a member of; of several the one with the longest prefix. */
  collectionOf(name: string): Collection | undefined {
    return this.collections
      .filter(({ prefix }) => name.startsWith(prefix) && name.length > prefix.length)
      .sort((one, other) => other.prefix.length - one.prefix.length)[0];
  }
}
