import type { Prompt } from '@prompts/core';
import { type PromptPlace, placeOf } from './usage-entry.ts';

/** How many names are remembered. Members of collections come and go. */
const maxNames = 100_000;

interface Served extends PromptPlace {
  readonly fetchedAt: number;
}

/** Which version of each prompt is served now, as far as changes and reads show it. */
export class ServedPrompts {
  readonly #byName = new Map<string, Served>();
  /** The prompts that have changed since the last {@link addReads}. */
  readonly #changed = new Set<string>();

  get(name: string): PromptPlace | undefined {
    return this.#byName.get(name);
  }

  addChange(prompt: Prompt): void {
    this.#changed.add(prompt.name);
    this.#set(prompt);
  }

  /** Adds all prompts that were read since the last call. */
  addReads(taken: readonly { readonly prompt: Prompt }[]): void {
    for (const { prompt } of taken) {
      const known = this.#byName.get(prompt.name);
      // It may have been read before it changed.
      const isOlder = known && known.version !== prompt.version && prompt.fetchedAt <= known.fetchedAt;
      if (isOlder && this.#changed.has(prompt.name)) continue;
      this.#set(prompt);
    }
    this.#changed.clear();
  }

  #set(prompt: Prompt): void {
    this.#byName.set(prompt.name, { ...placeOf(prompt), fetchedAt: prompt.fetchedAt });
    if (this.#byName.size <= maxNames) return;
    for (const name of this.#byName.keys()) {
      this.#byName.delete(name);
      break;
    }
  }
}
