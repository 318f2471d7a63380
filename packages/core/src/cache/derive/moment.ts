import type { CachedPrompt, Source } from '../model.ts';
import type { Arrival, Rejection } from '../publisher.ts';
import type { Derivation } from './derivation.ts';

/** An arrival, and the function that reports that it was processed. */
export interface PendingArrival extends Arrival {
  resolve(rejection: Rejection | undefined): void;
}

/** Texts that arrived and everything that depends on them. They are published in the same turn of the event loop. */
export class Moment {
  readonly arrivals = new Map<Source, PendingArrival>();
  readonly derivations = new Map<CachedPrompt, Derivation>();
  isOver = false;
  readonly #published = Promise.withResolvers<void>();

  get untilPublished(): Promise<void> {
    return this.#published.promise;
  }

  get isComplete(): boolean {
    for (const { isOver } of this.derivations.values()) if (!isOver) return false;
    return true;
  }

  /** Takes over everything of another moment. */
  absorb(other: Moment): void {
    for (const [source, arrival] of other.arrivals) {
      // Of two texts of one source, that of this moment is newer.
      if (this.arrivals.has(source)) arrival.resolve(undefined);
      else this.arrivals.set(source, arrival);
    }
    for (const [cached, derivation] of other.derivations) this.derivations.set(cached, derivation);
    other.#published.resolve(this.untilPublished);
  }

  end(): void {
    this.#published.resolve();
  }
}
