import type { Catalogue } from '../catalogue.ts';
import type { CachedPrompt, Source } from '../model.ts';
import type { Arrival } from '../publisher.ts';
import type { Derivation } from './derivation.ts';
import { isSameValue } from './is-same-value.ts';
import type { Moment } from './moment.ts';
import { findWay } from './reachable.ts';
import type { Read } from './read.ts';

/** A derivation that waits for a text that has not been loaded yet. Its moment continues without it. */
export interface BlockedDerivation {
  readonly derivation: Derivation;
  /** Called when it is published, or with what will be published instead. */
  resolve(instead?: Promise<void>): void;
}

/** The prompts as `loaded` hooks read them: values about to be published take precedence over published ones. */
export class View {
  readonly #catalogue: Catalogue;
  /** Texts that are not published yet. */
  readonly arriving = new Map<Source, Arrival>();
  /** The moments that are not published yet, by the prompts that are part of them. */
  readonly moments = new Map<CachedPrompt, Moment>();
  readonly blocked = new Map<CachedPrompt, BlockedDerivation>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** Returns the value that a hook gets when it reads a name; undefined if there is none yet. */
  valueOf(name: string, isTemplate: boolean): Read['value'] {
    const cached = this.#catalogue.prompts.get(name);
    if (!cached) return undefined;
    const { slot, source, fallback } = cached;
    if (isTemplate) return this.arriving.get(source)?.template ?? source.template;
    const derivation = this.moments.get(cached)?.derivations.get(cached);
    const hasFailed = derivation?.thrown !== undefined || slot.error !== undefined;
    return derivation?.prompt ?? slot.current ?? (hasFailed ? fallback?.slot.prompt : undefined);
  }

  /** Whether the same reads would return something else now. */
  hasMoved(reads: readonly Read[]): boolean {
    return reads.some(({ name, isTemplate, value }) => !isSameValue(value, this.valueOf(name, isTemplate)));
  }

  /** Finds the path from a name back to the prompt that is about to read it. */
  findCircle({ cached }: Derivation, name: string): string[] | undefined {
    return findWay(name, cached.name, (each) => this.#namesReadBy(each));
  }

  /** Returns the prompts that a prompt is waiting for while its hooks run; afterwards, those that it was made from. */
  #namesReadBy(name: string): string[] {
    const cached = this.#catalogue.prompts.get(name);
    return [cached, cached?.fallback].flatMap((each) => {
      if (!each) return [];
      const derivation = this.moments.get(each)?.derivations.get(each) ?? this.blocked.get(each)?.derivation;
      if (derivation && !derivation.isOver) return [...derivation.waitsFor];
      const reads = derivation?.prompt ? derivation.reads : each.slot.madeOf;
      return reads.flatMap((read) => (read.isTemplate ? [] : read.name));
    });
  }
}
