import type { HookApp, Prompt, PromptRequest } from '@prompts/core';
import type { DimensionValues } from './dimension-values.ts';
import type { ServedPrompts } from './served-prompts.ts';
import type { Tally } from './tally.ts';
import { placeOf } from './usage-entry.ts';

/** Reads of one Prompt object since the last time they were taken. */
export interface TakenReads {
  readonly prompt: Prompt;
  readonly reads: number;
}

export interface ReadCounterParts {
  readonly tally: Tally;
  readonly served: ServedPrompts;
  readonly dimensions: readonly DimensionValues[];
  /** Epoch ms. */
  now(): number;
  /** Receives all reads whenever they are taken. */
  onReads(taken: readonly TakenReads[]): void;
}

const hourMs = 3_600_000;

/** The number of whole hours since the epoch. */
export function hourOf(epochMs: number): number {
  return Math.floor(epochMs / hourMs);
}

/** The hour in which the greater part of a short time lies. A collection at the end of an hour is always a little late. */
function hourBetween(startMs: number, endMs: number): number {
  const hour = hourOf(endMs);
  const isMostlyBefore = endMs - hour * hourMs < hour * hourMs - startMs;
  return hourOf(startMs) === hour - 1 && isMostlyBefore ? hour - 1 : hour;
}

/** The time until the next hour begins. */
export function msToNextHour(epochMs: number): number {
  return hourMs - (((epochMs % hourMs) + hourMs) % hourMs);
}

/**
 * Counts reads. Core counts them by itself, which costs a read nothing. Only if there are dimensions, each read is counted here,
 * because its context matters.
 */
export class ReadCounter {
  readonly #parts: ReadCounterParts;
  readonly #apps = new Set<HookApp>();
  /** Epoch ms. */
  #collectedAt: number;

  constructor(parts: ReadCounterParts) {
    this.#parts = parts;
    this.#collectedAt = parts.now();
  }

  addApp({ names, takeReads }: HookApp): void {
    // Core counts from when `takeReads` is taken from the app.
    this.#apps.add({ names, takeReads });
  }

  /** Stops counting. */
  removeApps(): void {
    this.collect();
    this.#apps.clear();
  }

  /** Whether a prompt can be read by the name. Anything is possible before an app has started. */
  isKnown(name: string): boolean {
    if (this.#apps.size === 0 || this.#parts.served.get(name)) return true;
    for (const { names } of this.#apps) {
      if (names.some((known) => known === name || (known.endsWith('/*') && name.startsWith(known.slice(0, -1))))) {
        return true;
      }
    }
    return false;
  }

  /** Takes what core has counted. */
  collect(): void {
    const { tally, served, dimensions, now, onReads } = this.#parts;
    const atMs = now();
    const hour = hourBetween(this.#collectedAt, atMs);
    this.#collectedAt = atMs;
    const taken = Array.from(this.#apps, (app) => app.takeReads()).flat();
    if (taken.length === 0) return;
    served.addReads(taken);
    if (dimensions.length === 0) {
      for (const { prompt, reads } of taken) {
        tally.addReads({ ...placeOf(prompt), hour, dimensions: [] }, reads, atMs);
      }
    }
    onReads(taken);
  }

  /** Counts one read by its context. */
  countServed(prompt: Prompt, { context }: Pick<PromptRequest, 'context'>): void {
    const { tally, now } = this.#parts;
    const atMs = now();
    const hour = hourOf(atMs);
    tally.addReads({ ...placeOf(prompt), hour, dimensions: this.valuesIn(context, hour) }, 1, atMs);
  }

  valuesIn(context: PromptRequest['context'], hour: number): (string | null)[] {
    return this.#parts.dimensions.map((dimension) => dimension.valueIn(context, hour));
  }
}
