import type { Clock } from '@prompts/core';
import type { Experiment } from './definition/experiment.ts';
import type { ExperimentStop, ExperimentStore } from './store/experiment-store.ts';
import { withinTime } from './within-time.ts';

/** How long reads wait at start for the stops in the store. */
const loadTimeoutMs = 1000;

interface StopsParts {
  readonly experiments: ReadonlyMap<string, Experiment>;
  readonly store: ExperimentStore;
  readonly clock: Clock;
  /** Called for each stop of an experiment, once. `isFromBefore`: it was in the store when this process started. */
  readonly onStop: (stop: ExperimentStop, isFromBefore: boolean) => void;
}

/** The experiments that a guardrail has stopped, here or in another process. */
export class Stops {
  readonly #parts: StopsParts;
  readonly #stops = new Map<Experiment, ExperimentStop>();
  /** Those that the store does not have yet. */
  readonly #unsaved = new Set<ExperimentStop>();
  #loading: Promise<unknown> | undefined;
  #isLoaded = false;

  constructor(parts: StopsParts) {
    this.#parts = parts;
  }

  get(experiment: Experiment): ExperimentStop | undefined {
    return this.#stops.get(experiment);
  }

  /** Whether reads need not wait: the stops of the store are known, or it did not respond in time. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Loads the stops at start. Never rejects, and takes at most a second. */
  load(): Promise<unknown> {
    this.#loading ??= withinTime(
      this.#takeOver(true).catch(() => {}),
      {
        timeoutMs: loadTimeoutMs,
        clock: this.#parts.clock,
        keepsAlive: true,
      },
    ).finally(() => {
      this.#isLoaded = true;
    });
    return this.#loading;
  }

  /** Stops an experiment in this process. The next `sync` stops it in all. */
  add(experiment: Experiment, stop: ExperimentStop): void {
    if (this.#stops.has(experiment)) return;
    this.#unsaved.add(stop);
    this.#keep(experiment, stop, false);
  }

  /** Stores the stops of this process, and takes over those of others. @throws the error of the store. */
  async sync(): Promise<void> {
    await this.save();
    await this.#takeOver(false);
  }

  /** Stores the stops of this process. @throws the error of the store. */
  async save(): Promise<void> {
    for (const stop of this.#unsaved) {
      await this.#parts.store.stop(stop);
      this.#unsaved.delete(stop);
    }
  }

  async #takeOver(isFromBefore: boolean): Promise<void> {
    for (const stop of await this.#parts.store.stops()) {
      const experiment = this.#parts.experiments.get(stop.experiment);
      if (experiment?.seed === stop.seed) this.#keep(experiment, stop, isFromBefore);
    }
  }

  #keep(experiment: Experiment, stop: ExperimentStop, isFromBefore: boolean): void {
    const isNew = !this.#stops.has(experiment);
    // Of two processes that stopped it at the same time, the store keeps the first.
    this.#stops.set(experiment, stop);
    if (isNew) this.#parts.onStop(stop, isFromBefore);
  }
}
