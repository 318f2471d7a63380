/** Keeps exposures and values of experiments. Several processes share one. */
export interface ExperimentStore {
  /**
   * Adds exposures and values in one transaction. A batch whose id was added before changes nothing, so that a repeated flush
   * counts once.
   */
  add(batch: ExperimentBatch): Promise<void>;
  /**
   * Returns sums over the units of each variant. Of several exposures of a unit the earliest counts; values recorded before it
   * are left out.
   */
  summarise(experiment: string, seed: string): Promise<VariantSummary[]>;
  /** Keeps the first stop of each experiment and seed; a later one changes nothing. */
  stop(stop: ExperimentStop): Promise<void>;
  stops(): Promise<ExperimentStop[]>;
}

/** What is added to a store in one transaction. */
export interface ExperimentBatch {
  readonly id: string;
  readonly exposures: readonly Exposure[];
  readonly values: readonly RecordedValue[];
}

/** The first time that a unit was served a variant. */
export interface Exposure {
  readonly experiment: string;
  readonly seed: string;
  readonly unit: string;
  readonly variant: string;
  readonly exposedAtMs: number;
}

/** One value of a metric for one unit. */
export interface RecordedValue {
  readonly experiment: string;
  readonly seed: string;
  readonly unit: string;
  readonly metric: string;
  readonly value: number;
  readonly recordedAtMs: number;
}

/** Per metric, over the units with a value after their exposure: how many, and sums of what each unit's values add up to. */
export interface VariantSummary {
  readonly variant: string;
  /** The number of exposed units. */
  readonly units: number;
  readonly metrics: Readonly<Record<string, MetricSummary>>;
}

/** The values of a metric over the units of a variant that have one. */
export interface MetricSummary {
  readonly units: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  readonly positiveUnits: number;
}

/** A guardrail that has ended an experiment. */
export interface ExperimentStop {
  readonly experiment: string;
  readonly seed: string;
  readonly variant: string;
  readonly metric: string;
  readonly reason: string;
  readonly stoppedAtMs: number;
}
