import type { Catalogue } from '../catalogue.ts';
import type { CachedPrompt, Source } from '../model.ts';
import type { Derivation } from './derivation.ts';
import { isSameValue } from './is-same-value.ts';
import type { Moment, PendingArrival } from './moment.ts';
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
  readonly arriving = new Map<Source, PendingArrival>();
  /** What is to be published, by everything that is part of it. */
  readonly moments = new Map<CachedPrompt, Moment>();
  readonly blocked = new Map<CachedPrompt, BlockedDerivation>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  momentOf(cached: CachedPrompt): Moment | undefined {
    return this.moments.get(cached)?.current;
  }

  derivationOf(cached: CachedPrompt): Derivation | undefined {
    return this.momentOf(cached)?.derivations.get(cached);
  }

  /** Makes a prompt and one that it reads parts of one moment, if both are part of one. @returns The derivation of the other. */
  meet({ cached }: Derivation, name: string): Derivation | undefined {
    const other = this.#catalogue.prompts.get(name);
    if (!other) return undefined;
    const moment = this.momentOf(other);
    if (moment) this.momentOf(cached)?.merge(moment, this.arriving);
    return this.derivationOf(other);
  }

  /** Whether a derivation has read, or relied on, something else than there is now. */
  isOutdated({ cached, mustRun, isOver, reads }: Derivation): boolean {
    if (mustRun) return this.hasMoved(cached, reads);
    return isOver && this.hasMoved(cached, cached.slot.madeOf);
  }

  /** Removes a moment that is about to be published. */
  remove({ arrivals, derivations }: Moment): void {
    for (const derivation of derivations.values()) {
      const { cached, error, hasFailedRead } = derivation;
      if (error) derivation.isBehind = hasFailedRead || this.hasMoved(cached, cached.slot.madeOf);
    }
    for (const source of arrivals.keys()) this.arriving.delete(source);
    for (const cached of derivations.keys()) this.moments.delete(cached);
  }

  /** Returns what a hook that reads a name gets; undefined if that has not been loaded yet. */
  valueOf(name: string, isTemplate: boolean): Read['value'] {
    const cached = this.#catalogue.prompts.get(name);
    if (!cached) return undefined;
    const { slot, source, fallback } = cached;
    const derivation = this.derivationOf(cached);
    const hasFailed = derivation?.error !== undefined || slot.error !== undefined;
    const prompt = derivation?.prompt ?? slot.current;
    const standIn = !prompt && hasFailed ? fallback : undefined;
    if (isTemplate) return standIn ? standIn.source.template : (this.arriving.get(source)?.template ?? source.template);
    return prompt ?? standIn?.slot.prompt;
  }

  /** Whether what a hook received is the fallback of a prompt, or its text. */
  isFallback(name: string, value: Read['value']): boolean {
    const fallback = this.#catalogue.prompts.get(name)?.fallback;
    if (value === undefined) return false;
    return 'state' in value ? value.state === 'fallback' : value === fallback?.source.template;
  }

  /** Whether the hooks of a prompt would read something else by now. A circle is one until it is opened. */
  hasMoved(cached: CachedPrompt, reads: readonly Read[]): boolean {
    return reads.some(({ name, isTemplate, isCircle, value }) =>
      isCircle ? !this.findCircle(cached, name) : !isSameValue(value, this.valueOf(name, isTemplate)),
    );
  }

  /** Finds the way from a name back to the prompt that is to read it. */
  findCircle(reading: CachedPrompt, name: string): string[] | undefined {
    return findWay(name, reading.name, (each) => this.#namesReadBy(each));
  }

  /** Returns the prompts that a prompt is waiting for while its hooks run; afterwards, those that it was made from. */
  #namesReadBy(name: string): string[] {
    const cached = this.#catalogue.prompts.get(name);
    return [cached, cached?.fallback].flatMap((each) => {
      if (!each) return [];
      const derivation = this.derivationOf(each) ?? this.blocked.get(each)?.derivation;
      if (derivation && !derivation.isOver) return [...(derivation.waitsFor ?? [])];
      const reads = derivation?.prompt ? derivation.reads : each.slot.madeOf;
      return reads.flatMap((read) => (read.isTemplate ? [] : read.name));
    });
  }
}
