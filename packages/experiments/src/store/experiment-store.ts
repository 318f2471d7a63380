/** The first time that a unit was served a variant. */
export interface Exposure {
  readonly experiment: string;
  readonly seed: string;
  readonly unit: string;
  readonly variant: string;
  /** Epoch ms. */
  readonly exposedAtMs: number;
}

/** One value of a metric for one unit. */
export interface RecordedValue {
  readonly experiment: string;
  readonly seed: string;
  readonly unit: string;
  readonly metric: string;
  readonly value: number;
  /** Epoch ms. */
  readonly recordedAtMs: number;
}

/** What is added to a store in one transaction. */
export interface ExperimentBatch {
  /** Unique. A batch that is sent again has the same id. */
  readonly id: string;
  readonly exposures: readonly Exposure[];
  readonly values: readonly RecordedValue[];
}

/** Sums of one metric, over the units of a variant that have a value after their exposure. */
export interface MetricSums {
  readonly units: number;
  /** The sum of what the values of each unit add up to. */
  readonly sum: number;
  /** The sum of the squares of what the values of each unit add up to. */
  readonly sumOfSquares: number;
  /** How many of the units have a value above 0. */
  readonly positiveUnits: number;
}

/** The sums of one variant. */
export interface VariantSummary {
  readonly variant: string;
  /** The number of units that were exposed to it, with and without values. */
  readonly units: number;
  readonly metrics: Readonly<Record<string, MetricSums>>;
}

/** A guardrail that has ended an experiment. */
export interface ExperimentStop {
  readonly experiment: string;
  readonly seed: string;
  /** The variant that was worse than the control. */
  readonly variant: string;
  /** The guardrail. */
  readonly metric: string;
  /** The comparison, for people. */
  readonly reason: string;
  /** Epoch ms. */
  readonly stoppedAtMs: number;
}

/** Keeps exposures, values and stops of experiments. Several processes may share one. A store that fails rejects. */
export interface ExperimentStore {
  /** Adds exposures and values in one transaction. A batch whose id was added before changes nothing. */
  add(batch: ExperimentBatch): Promise<void>;
  /**
   * Returns sums over the units of each variant. Of several exposures of a unit the earliest counts. Values count that were
   * recorded in the millisecond of that exposure or later.
   */
  summarise(experiment: string, seed: string): Promise<VariantSummary[]>;
  /** Keeps the first stop of each experiment and seed. A later one changes nothing. */
  stop(stop: ExperimentStop): Promise<void>;
  stops(): Promise<ExperimentStop[]>;
}
