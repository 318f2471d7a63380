export { analytics } from './analytics.ts';
export type {
  ExperimentBatch,
  ExperimentStop,
  ExperimentStore,
  Exposure,
  MetricSummary,
  RecordedValue,
  VariantSummary,
} from './experiment-store.ts';
export { withPrompt } from './open-telemetry/with-prompt.ts';
export type { AnalyticsOptions } from './options.ts';
export { type ReportOptions, renderReport } from './report/render-report.ts';
export type { ReportedExperiment, ReportedMetric, ReportedVariant } from './report/reported-experiment.ts';
export type {
  DimensionValue,
  Forgotten,
  MeasureSummary,
  RecordOptions,
  Time,
  Usage,
  UsageKey,
  UsageQuery,
  UsageRow,
} from './usage.ts';
