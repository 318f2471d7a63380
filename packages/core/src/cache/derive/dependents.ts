import type { CachedPrompt } from '../model.ts';
import { reachable } from './reachable.ts';
import type { Read } from './read.ts';

/** Which prompts read a name when their `loaded` hooks last ran. */
export class Dependents {
  readonly #byName = new Map<string, Set<CachedPrompt>>();

  /** Records what the hooks of a prompt have read now. */
  record(cached: CachedPrompt, reads: readonly Read[]): void {
    for (const { name } of cached.slot.reads) this.#byName.get(name)?.delete(cached);
    for (const { name } of reads) {
      const dependents = this.#byName.get(name) ?? new Set();
      this.#byName.set(name, dependents.add(cached));
    }
    cached.slot.reads = reads;
  }

  /** Returns what depends on a prompt, directly or through others. */
  of(cached: CachedPrompt): ReadonlySet<CachedPrompt> {
    if (!this.#byName.has(cached.name)) return new Set();
    const all = new Set(reachable(cached, ({ name }) => this.#byName.get(name) ?? []));
    all.delete(cached);
    return all;
  }
}
