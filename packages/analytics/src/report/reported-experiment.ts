/** The result of `report()` of `@prompts/experiments`, as far as the page shows it. */
export interface ReportedExperiment {
  /** The name of the experiment. */
  readonly experiment: string;
  readonly status: 'running' | 'stopped';
  /** The guardrail that stopped it. */
  readonly stop?: { readonly variant: string; readonly metric: string; readonly reason: string } | undefined;
  /** Whether the numbers of units fit the weights. */
  readonly srm: { readonly p: number; readonly mismatch: boolean };
  readonly variants: Readonly<Record<string, ReportedVariant>>;
}

/** The units and metrics of one variant. */
export interface ReportedVariant {
  readonly units: number;
  readonly metrics: Readonly<Record<string, ReportedMetric>>;
}

/** One metric of one variant. The control has neither a lift nor a verdict. */
export interface ReportedMetric {
  readonly units: number;
  readonly mean: number;
  /** Relative to the control: 0.1 is 10 % more. */
  readonly lift?: number | undefined;
  readonly interval?: readonly [low: number, high: number] | undefined;
  readonly p?: number | undefined;
  readonly verdict?: string | undefined;
}
