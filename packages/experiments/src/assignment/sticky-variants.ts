import type { Clock } from '@prompts/core';
import { BoundedMap } from '../bounded-map.ts';
import type { Experiment, Variant } from '../definition/experiment.ts';
import type { StickyStore } from '../definition/experiments-options.ts';
import { timedOut, withinTime } from '../within-time.ts';
import type { Participant } from './find-participant.ts';
import { variantByHash } from './variant-by-hash.ts';

const maxUnits = 10_000;
const timeoutMs = 250;
/** How long a Keyv that failed is not asked. Each read would wait for it. */
const pauseMs = 5000;

interface StickyParts {
  readonly store: StickyStore;
  readonly clock: Clock;
  /** Called when the Keyv fails, once until it responds again. */
  readonly onFailure: () => void;
}

/** Remembers the variants of units, here and in a Keyv. */
export class StickyVariants {
  readonly #parts: StickyParts;
  /** Undefined: neither the Keyv nor the hash has a variant for the unit. */
  readonly #known = new BoundedMap<string, Variant | undefined>(maxUnits);
  readonly #lookups = new Map<string, Promise<void>>();
  #pausedUntilMs = -Infinity;
  #isFailing = false;
  #errorEvents = 0;
  readonly #countError = () => {
    this.#errorEvents += 1;
  };

  constructor(parts: StickyParts) {
    this.#parts = parts;
    // A Keyv reports errors of its adapter as events, and answers as if it had no value. Without a listener, some end the process.
    parts.store.on?.('error', this.#countError);
  }

  /** Whether the Keyv should be asked for a unit. */
  isUnknown(participant: Participant): boolean {
    return !this.#known.has(toKey(participant)) && this.#parts.clock.now() >= this.#pausedUntilMs;
  }

  /** Returns the variant that is known here, or that of the hash. */
  variantOf(participant: Participant): Variant | undefined {
    const key = toKey(participant);
    return this.#known.has(key) ? this.#known.get(key) : variantByHash(participant.experiment, participant.unit);
  }

  /** Asks the Keyv for the variant of a unit, and gives it that of the hash if it has none. Never rejects. */
  async lookUp(participant: Participant): Promise<void> {
    const key = toKey(participant);
    const lookup = this.#lookups.get(key) ?? this.#ask(key, participant).finally(() => this.#lookups.delete(key));
    this.#lookups.set(key, lookup);
    await lookup;
  }

  async #ask(key: string, { experiment, unit }: Participant): Promise<void> {
    const { store, clock } = this.#parts;
    const errorsBefore = this.#errorEvents;
    const given = await withinTime(
      attempt(() => store.get(key)),
      { timeoutMs, clock },
    );
    if (given === timedOut || given === failed || this.#errorEvents > errorsBefore) return this.#pause();
    this.#isFailing = false;
    const kept = findVariant(experiment, given);
    const variant = kept ?? variantByHash(experiment, unit);
    this.#known.set(key, variant);
    if (kept === undefined && variant !== undefined) void attempt(() => store.set(key, variant.name));
  }

  #pause(): void {
    const { clock, onFailure } = this.#parts;
    this.#pausedUntilMs = clock.now() + pauseMs;
    if (!this.#isFailing) onFailure();
    this.#isFailing = true;
  }
}

const failed: unique symbol = Symbol('failed');

async function attempt(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch {
    return failed;
  }
}

function findVariant({ variants }: Experiment, name: unknown): Variant | undefined {
  return variants.find((variant) => variant.name === name);
}

/** No two experiments, seeds and units share a key. */
function toKey({ experiment, unit }: Participant): string {
  return `prompts:variant:${JSON.stringify([experiment.name, experiment.seed, unit])}`;
}
