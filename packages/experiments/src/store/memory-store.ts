import { BoundedMap } from '../bounded-map.ts';
import type {
  ExperimentBatch,
  ExperimentStop,
  ExperimentStore,
  Exposure,
  RecordedValue,
  VariantSummary,
} from './experiment-store.ts';
import { summariseUnits } from './summarise-units.ts';
import { UnitRow } from './unit-row.ts';

const maxEntries = 1_000_000;
const maxBatches = 10_000;

/**
 * Keeps exposures and values in the memory of this process. It holds a million units, and values of units that were not exposed
 * yet. What exceeds that is ignored.
 */
export class MemoryStore implements ExperimentStore {
  /** By experiment and seed, then by unit. */
  readonly #units = new Map<string, Map<string, UnitRow>>();
  readonly #stops = new Map<string, ExperimentStop>();
  readonly #batches = new BoundedMap<string, true>(maxBatches);
  readonly #onFull: () => void;
  #entries = 0;

  /** @param onFull Called whenever something is ignored. */
  constructor(onFull: () => void = () => {}) {
    this.#onFull = onFull;
  }

  addExposure({ variant, exposedAtMs, ...place }: Exposure): void {
    this.#rowOf(place)?.expose(variant, exposedAtMs);
  }

  addValue({ metric, value, recordedAtMs, ...place }: RecordedValue): void {
    const row = this.#rowOf(place);
    if (!row) return;
    if (!row.countsAt(recordedAtMs) && !this.#takeEntry()) return;
    row.record(metric, value, recordedAtMs);
  }

  async add({ id, exposures, values }: ExperimentBatch): Promise<void> {
    if (this.#batches.has(id)) return;
    this.#batches.set(id, true);
    for (const exposure of exposures) this.addExposure(exposure);
    for (const value of values) this.addValue(value);
  }

  async summarise(experiment: string, seed: string): Promise<VariantSummary[]> {
    return summariseUnits(this.#units.get(toKey(experiment, seed))?.values() ?? []);
  }

  async stop(stop: ExperimentStop): Promise<void> {
    const key = toKey(stop.experiment, stop.seed);
    if (!this.#stops.has(key)) this.#stops.set(key, stop);
  }

  async stops(): Promise<ExperimentStop[]> {
    return [...this.#stops.values()];
  }

  #rowOf({ experiment, seed, unit }: Pick<Exposure, 'experiment' | 'seed' | 'unit'>): UnitRow | undefined {
    const key = toKey(experiment, seed);
    const rows = this.#units.get(key) ?? new Map<string, UnitRow>();
    this.#units.set(key, rows);
    const known = rows.get(unit);
    if (known || !this.#takeEntry()) return known;
    const row = new UnitRow();
    rows.set(unit, row);
    return row;
  }

  #takeEntry(): boolean {
    if (this.#entries >= maxEntries) {
      this.#onFull();
      return false;
    }
    this.#entries += 1;
    return true;
  }
}

function toKey(experiment: string, seed: string): string {
  return JSON.stringify([experiment, seed]);
}
