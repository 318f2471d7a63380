import type { CachedPrompt, Source } from '../model.ts';
import type { Arrival, Rejection } from '../publisher.ts';
import type { Derivation } from './derivation.ts';

/** An arrival, and the function that reports that it was processed. */
export interface PendingArrival extends Arrival {
  /** On the monotonic clock. It may have to wait for other texts. */
  readonly arrivedAt: number;
  resolve(rejection: Rejection | undefined): void;
}

/** Texts that arrived and everything that depends on them. They are published in the same turn of the event loop. */
export class Moment {
  readonly arrivals = new Map<Source, PendingArrival>();
  readonly derivations = new Map<CachedPrompt, Derivation>();
  isOver = false;
  #absorbedBy: Moment | undefined;
  #published: PromiseWithResolvers<void> | undefined;

  /** The moment that this one has become part of, or this one. */
  get current(): Moment {
    return this.#absorbedBy?.current ?? this;
  }

  /** Resolves, never rejects, when everything in it is published. */
  get untilPublished(): Promise<void> {
    if (this.#absorbedBy) return this.current.untilPublished;
    this.#published ??= Promise.withResolvers();
    if (this.isOver) this.#published.resolve();
    return this.#published.promise;
  }

  get isComplete(): boolean {
    for (const { isOver } of this.derivations.values()) if (!isOver) return false;
    return true;
  }

  /** Makes one moment of two: the smaller one becomes part of the other. @param latest The last arrival of each source. */
  merge(other: Moment, latest: ReadonlyMap<Source, PendingArrival>): void {
    if (other === this) return;
    if (other.derivations.size > this.derivations.size) {
      other.merge(this, latest);
      return;
    }
    for (const [source, arrival] of other.arrivals) {
      for (const each of [arrival, this.arrivals.get(source)]) {
        if (each === latest.get(source)) this.arrivals.set(source, each as PendingArrival);
        else each?.resolve(undefined);
      }
    }
    for (const [cached, derivation] of other.derivations) this.derivations.set(cached, derivation);
    other.#absorbedBy = this;
    other.#published?.resolve(this.untilPublished);
  }

  end(): void {
    this.#published?.resolve();
  }
}
