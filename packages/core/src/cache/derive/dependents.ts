import type { CachedPrompt } from '../model.ts';
import { shareEmpty } from '../share-empty.ts';
import { reachable } from './reachable.ts';
import type { Read } from './read.ts';

const noDependents: ReadonlySet<CachedPrompt> = new Set();

/** Which prompts read a name when their `loaded` hooks last ran. */
export class Dependents {
  readonly #byName = new Map<string, Set<CachedPrompt>>();

  /** Records what the hooks of a prompt have read now. */
  record(cached: CachedPrompt, reads: readonly Read[]): void {
    this.#forget(cached);
    for (const { name } of reads) {
      const dependents = this.#byName.get(name) ?? new Set();
      this.#byName.set(name, dependents.add(cached));
    }
    cached.slot.reads = shareEmpty(reads);
  }

  /** Detaches a prompt from its source, and from all that it was made of. */
  remove(cached: CachedPrompt): void {
    cached.source.prompts.delete(cached);
    this.#forget(cached);
    cached.slot.dependOn([], []);
    if (cached.fallback) this.remove(cached.fallback);
  }

  #forget(cached: CachedPrompt): void {
    for (const { name } of cached.slot.reads) {
      const dependents = this.#byName.get(name);
      dependents?.delete(cached);
      if (dependents?.size === 0) this.#byName.delete(name);
    }
  }

  /** Returns what reads a name itself. */
  directlyOf(name: string): Iterable<CachedPrompt> {
    return this.#byName.get(name) ?? [];
  }

  /** Returns what depends on a prompt, directly or through others. */
  of(cached: CachedPrompt): ReadonlySet<CachedPrompt> {
    if (!this.#byName.has(cached.name)) return noDependents;
    const all = new Set(reachable(cached, ({ name }) => this.directlyOf(name)));
    all.delete(cached);
    return all;
  }
}
