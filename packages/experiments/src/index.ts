export { bucketOf } from './assignment/bucket-of.ts';
export { rangesOf } from './assignment/ranges-of.ts';
export type { Outcome } from './definition/check-outcome.ts';
export type {
  CheckedDefinitions,
  Context,
  ExperimentDefinition,
  ExperimentDefinitions,
  Metric,
  MetricName,
  Namespace,
  VariantName,
} from './definition/experiment-definition.ts';
export type { ExperimentsOptions, StickyStore } from './definition/experiments-options.ts';
export { experiments } from './experiments.ts';
export type { Assignment, ExperimentEvents, Experiments } from './experiments-hook.ts';
export type { ExperimentReport, MetricReport, VariantReport, Verdict } from './report/experiment-report.ts';
export type {
  ExperimentBatch,
  ExperimentStop,
  ExperimentStore,
  Exposure,
  MetricSums,
  RecordedValue,
  VariantSummary,
} from './store/experiment-store.ts';
