import type { AssignedUnit } from '../assignment/to-assigned-request.ts';
import { BoundedMap } from '../bounded-map.ts';
import type { Experiment } from '../definition/experiment.ts';
import type { EventSink } from './event-sink.ts';

/** How many units of each experiment are known to be exposed. Units beyond that are sent again; the earliest exposure counts. */
const maxKnownUnits = 100_000;

/** Gives exposures and values their times, so that what happens in one process after an exposure counts, whatever its clock does. */
export class Recorder {
  readonly #sink: EventSink;
  /** When units were exposed, in epoch ms. */
  readonly #exposedAtMs = new Map<Experiment, BoundedMap<string, number>>();
  /** The units with values in the present millisecond. */
  readonly #justRecorded = { atMs: 0, units: new Set<string>() };

  constructor(sink: EventSink) {
    this.#sink = sink;
  }

  /** Records that a unit was served its variant. */
  addExposure({ experiment, unit, variant }: AssignedUnit): void {
    const known = this.#exposedAtMs.get(experiment) ?? new BoundedMap(maxKnownUnits);
    this.#exposedAtMs.set(experiment, known);
    if (known.has(unit)) return;
    const nowMs = Date.now();
    // A value of the same millisecond was recorded before.
    const isTie = this.#justRecorded.atMs === nowMs && this.#justRecorded.units.has(toKey(experiment, unit));
    const exposedAtMs = isTie ? nowMs + 1 : nowMs;
    known.set(unit, exposedAtMs);
    this.#sink.addExposure({
      experiment: experiment.name,
      seed: experiment.seed,
      unit,
      variant: variant.name,
      exposedAtMs,
    });
  }

  addValue(experiment: Experiment, unit: string, metric: string, value: number): void {
    const nowMs = Date.now();
    const exposedAtMs = this.#exposedAtMs.get(experiment)?.get(unit);
    if (exposedAtMs === undefined) this.#rememberTie(nowMs, toKey(experiment, unit));
    // The clock may have been set back since.
    const recordedAtMs = Math.max(nowMs, exposedAtMs ?? 0);
    this.#sink.addValue({ experiment: experiment.name, seed: experiment.seed, unit, metric, value, recordedAtMs });
  }

  #rememberTie(nowMs: number, key: string): void {
    const recorded = this.#justRecorded;
    if (recorded.atMs !== nowMs) recorded.units.clear();
    recorded.atMs = nowMs;
    recorded.units.add(key);
  }
}

function toKey({ name }: Experiment, unit: string): string {
  return JSON.stringify([name, unit]);
}
