import type { ExperimentStop } from '../store/experiment-store.ts';

/**
 * How a variant compares with the control. `collecting`: the interval is still wider than ±100 %, or can't be computed. `better` and
 * `worse`: significantly.
 */
export type Verdict = 'collecting' | 'better' | 'worse' | 'no difference seen';

/** One metric of one variant. */
export interface MetricReport {
  /** The number of units: all that were exposed. One without a value counts as 0. */
  readonly units: number;
  readonly mean: number;
  /** (mean − mean of the control) / |mean of the control|. Absent for the control, and if the mean of the control is 0. */
  readonly lift?: number | undefined;
  /** Contains the true lift, at all looks together, with a probability of 1 − alpha. */
  readonly interval?: readonly [low: number, high: number] | undefined;
  /** Below alpha exactly if the variant is better or worse. Valid at any time. */
  readonly p?: number | undefined;
  /** Absent for the control, and while the numbers of units do not fit the weights. */
  readonly verdict?: Verdict | undefined;
}

/** One variant of an experiment. */
export interface VariantReport<MetricNames extends string = string> {
  /** The number of units that were served it. */
  readonly units: number;
  readonly metrics: { readonly [Name in MetricNames]: MetricReport };
}

/** The state and the results of an experiment. */
export interface ExperimentReport<VariantNames extends string = string, MetricNames extends string = string> {
  readonly experiment: string;
  readonly seed: string;
  /** The version of GrowthBook's hash that assigns units. It never changes. */
  readonly hashVersion: 2;
  /** `stopped`: a guardrail was significantly worse, or the experiment is not active. */
  readonly status: 'running' | 'stopped';
  /** The guardrail that stopped the experiment. */
  readonly stop?: ExperimentStop | undefined;
  /** Whether the numbers of units fit the weights (sample ratio mismatch: p < 0.001). If not, no variant can be judged. */
  readonly srm: { readonly chi2: number; readonly p: number; readonly mismatch: boolean };
  readonly variants: { readonly [Name in VariantNames]: VariantReport<MetricNames> };
}
